#!/usr/bin/env bash
# The sample without a display: its source files are written, imported as anyone would import
# theirs, and the result is printed and drawn. `demo.sh NINEFOLD FOLDER`
set -euo pipefail

ninefold=$1 out=$2
workspace="$out/sample.ninefold"
rm -rf "$out"
mkdir -p "$out"

say() { printf '\n$ ninefold %s\n' "$*"; "$ninefold" "$@"; }

say sample --workspace "$workspace" --catalog-only --sources "$out/sources"
for kind in revenue incidents labor; do
  say import --workspace "$workspace" --kind "$kind" "$out/sources/$kind.csv"
done
say cost --workspace "$workspace"
say availability --workspace "$workspace"
say chart --workspace "$workspace" --out "$out/charts"
printf '\nThe workspace, its source files and the charts are in %s/\n' "$out"
