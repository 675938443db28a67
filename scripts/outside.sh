#!/usr/bin/env bash
# What other tools say about our exports: the Chaos Toolkit, Backstage, a YAML parser.
# $1: the folder of the built programs.
set -euo pipefail
cd "$(dirname "$0")/.."

bin=$1
venv=.tools/chaos
version=1.19.0
if [[ ! -x $venv/bin/chaos || $(cat "$venv/version" 2>/dev/null) != "$version" ]]; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check "chaostoolkit==$version" chaostoolkit-lib==1.44.0
  echo "$version" > "$venv/version"
fi

NINEFOLD_BIN=$(realpath "$bin") CHAOS=$(realpath "$venv/bin")/chaos node --test tests/outside/
