#!/usr/bin/env bash
# Runs everything that must hold, in parts, and ends with what each part took.
# A part that fails does not keep the later ones from running, unless they need what it makes.
set -euo pipefail
cd "$(dirname "$0")/.."

names=() results=() seconds=()
failed=0

# part NAME COMMAND…: runs it and notes how it went.
part() {
  local name=$1 began=$SECONDS result=ok
  shift
  printf '\n== %s\n' "$name"
  "$@" < /dev/null || result=FAILED
  names+=("$name") results+=("$result") seconds+=($(( SECONDS - began )))
  [[ $result == ok ]] || { failed=1; return 1; }
}

finish() {
  local index
  printf '\n%-34s %8s\n' "part" "seconds"
  for index in "${!names[@]}"; do
    printf '%-34s %8d  %s\n' "${names[$index]}" "${seconds[$index]}" "${results[$index]}"
  done
  printf '%-34s %8d\n' "all" "$SECONDS"
  if (( failed )); then
    echo "Something failed: see FAILED above."
    exit 1
  fi
}

# need NAME COMMAND…: a part that the rest cannot do without.
need() { part "$@" || finish; }

need "system packages" scripts/setup.sh tests
need "npm packages" make --no-print-directory packages
part "ui: types, style, tests" npm --prefix ui run check || true
part "test scripts: style" make --no-print-directory lint-scripts || true
need "ui: build" make --no-print-directory ui
part "rust: format" cargo fmt --all --check || true
need "rust: build" cargo build --workspace --locked
part "rust: lint" cargo clippy --workspace --all-targets --locked -- -D warnings || true
part "rust: tests" cargo test --workspace --locked --no-fail-fast || true
part "exports in other tools" make --no-print-directory outside-built || true
part "screens in a browser" make --no-print-directory e2e-built || true
part "the real window" make --no-print-directory window-built || true
finish
