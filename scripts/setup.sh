#!/usr/bin/env bash
# Installs the system packages that are missing: `setup.sh app` what the window needs,
# `setup.sh tests` what driving it in tests needs as well. Says nothing where all is there.
set -euo pipefail

app=(
  build-essential pkg-config
  libwebkit2gtk-4.1-dev libgtk-3-dev librsvg2-dev libxdo-dev
)
tests=(xvfb xauth dbus-x11 webkit2gtk-driver chromium python3-venv)

case "${1:-app}" in
  app) wanted=("${app[@]}") ;;
  tests) wanted=("${app[@]}" "${tests[@]}") ;;
  *) echo "usage: scripts/setup.sh [app|tests]" >&2; exit 2 ;;
esac

for tool in cargo node npm; do
  if ! command -v "$tool" > /dev/null; then
    echo "$tool is missing: Ninefold needs Rust 1.95 and Node 20.20, each with its package manager." >&2
    exit 1
  fi
done

if ! command -v apt-get > /dev/null; then
  echo "This is no Debian: install the equivalents of ${wanted[*]} by hand where they are missing." >&2
  exit 0
fi

missing=()
for package in "${wanted[@]}"; do
  state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2> /dev/null || true)
  [[ $state == installed ]] || missing+=("$package")
done
if (( ${#missing[@]} == 0 )); then exit 0; fi

as_root=()
if (( EUID != 0 )); then
  if ! command -v sudo > /dev/null; then
    echo "As root, run: apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi
echo "Installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -q
"${as_root[@]}" apt-get install -q -y --no-install-recommends "${missing[@]}"
