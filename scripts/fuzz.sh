#!/usr/bin/env bash
# Runs the fuzz targets, each on from where it was left: `make fuzz`. Stops at the first finding
# and says how to look at it; what was run is added to docs/reliability.md.
#
#   MINUTES=1   for each target, in place of ten for the three that read what is largest and
#               two for the rest
#   TARGETS="csv json"   only these
set -euo pipefail
cd "$(dirname "$0")/.."

tools=.tools
fuzzer=$tools/bin/cargo-fuzz
# Sanitizers and coverage are switches of the compiler that a stable one hides.
export RUSTC_BOOTSTRAP=1

# target: minutes, longest input in bytes.
all=(
  "csv 10 8192" "xlsx 10 16384" "workspace 10 4096"
  "workbook 2 65536" "ods 2 16384" "packed 2 16384" "json 2 8192" "ndjson 2 8192" "xes 2 8192"
  "backstage 2 8192" "values 2 2048" "mapping 2 4096" "risks 2 2048" "journal 2 8192" "requirements 2 16384"
  "forms 2 4096"
)
log=docs/reliability.md
mark='<!-- make fuzz adds a row above this line -->'

if [[ ! -x $fuzzer ]]; then
  echo "Installing cargo-fuzz"
  cargo install cargo-fuzz@0.13.2 --locked --root "$tools"
fi
echo "Building the targets (from nothing 5 to 15 minutes)"
"$fuzzer" build
mkdir -p fuzz/corpus
host=$(rustc -vV | sed -n 's/^host: //p')
built=fuzz/target/$host/release
commit=$(git rev-parse --short HEAD 2> /dev/null || echo unknown)
[[ -z "$(git status --porcelain -- crates fuzz 2> /dev/null)" ]] || commit+=" and changes"

# seed TARGET LONGEST: what lies in the repository, and real files where they are there.
seed() {
  local target=$1 longest=$2 into=fuzz/corpus/$1 from=() file
  mkdir -p "$into"
  [[ -d fuzz/seeds/$target ]] && from+=(fuzz/seeds/"$target"/*)
  case $target in
    csv | json | xes) from+=(tests/data/presets/*."$target") ;;
  esac
  if [[ -n "${NINEFOLD_TEST_DATA:-}" ]]; then
    case $target in
      csv) from+=("$NINEFOLD_TEST_DATA"/dirty/*/*.{csv,tsv,psv,ssv} "$NINEFOLD_TEST_DATA"/dirty/csv-spectrum/csvs/*.csv) ;;
      json) from+=("$NINEFOLD_TEST_DATA"/dirty/csv-spectrum/json/*.json) ;;
      packed) from+=("$NINEFOLD_TEST_DATA"/dirty/*/*.zip) ;;
      workbook) from+=("$NINEFOLD_TEST_DATA"/dirty/*/*.{xls,xlsx,xlsb,xlsm,ods}) ;;
    esac
  fi
  for file in "${from[@]}"; do
    if [[ -f $file && $(stat -c %s "$file") -le $longest ]]; then
      cp "$file" "$into/seed-$(basename "$file")"
      chmod u+w "$into/seed-$(basename "$file")"
    fi
  done
}

stat_of() { sed -n "s/^stat::$1: *\([0-9]*\).*/\1/p" "$2" | tail -1; }

for line in "${all[@]}"; do
  read -r target minutes longest <<< "$line"
  if [[ -n "${TARGETS:-}" && " $TARGETS " != *" $target "* ]]; then continue; fi
  minutes=${MINUTES:-$minutes}
  seed "$target" "$longest"
  mkdir -p "fuzz/artifacts/$target"
  out=fuzz/artifacts/$target.log
  echo "== $target, $minutes minutes ($out)"
  began=$SECONDS result=0
  ASAN_OPTIONS=detect_odr_violation=0:allocator_may_return_null=1:quarantine_size_mb=4 "$built/$target" \
    -artifact_prefix="fuzz/artifacts/$target/" -print_final_stats=1 -detect_leaks=0 \
    -max_total_time=$(( minutes * 60 )) -max_len="$longest" -timeout=10 -rss_limit_mb=2048 \
    "fuzz/corpus/$target" > "$out" 2>&1 < /dev/null &
  process=$!
  wait "$process" || result=$?
  took=$(( SECONDS - began ))
  # The folder of its files.
  rm -rf "/dev/shm/ninefold-fuzz-$process" "${TMPDIR:-/tmp}/ninefold-fuzz-$process"
  runs=$(stat_of number_of_executed_units "$out")
  memory=$(stat_of peak_rss_mb "$out")
  kept=$(find "fuzz/corpus/$target" -type f | wc -l)
  found=none
  (( result == 0 )) || found="**1**"
  row="| $(date -u +%F) | $commit | $target | ${runs:-?} | $took | $kept | ${memory:-?} | $found |"
  echo "   ${runs:-?} runs in $took s, corpus of $kept, peak ${memory:-?} MiB"
  if grep -qF "$mark" "$log"; then
    # Two runs with different TARGETS may end at the same time.
    flock fuzz/corpus sed -i "s^$mark^$row\n$mark^" "$log"
  fi
  if (( result != 0 )); then
    echo
    echo "FOUND by $target (exit $result):"
    grep -aE "panicked at|ERROR|SUMMARY|^thread|ALARM|out-of-memory|timeout" "$out" | head -12
    artifact=$(sed -n 's/.*Test unit written to \(.*\)/\1/p' "$out" | tail -1)
    echo "Input: ${artifact:-see $out}"
    echo "Again: $built/$target ${artifact:-}"
    echo "Smaller: RUSTC_BOOTSTRAP=1 $fuzzer tmin $target ${artifact:-}"
    exit 1
  fi
done
echo "No finding."
