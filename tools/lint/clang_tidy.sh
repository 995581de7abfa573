#!/usr/bin/env bash
# clang_tidy.sh BUILD CACHE JOBS product|all: clang-tidy 19 over the translation units that BUILD compiles.
# product: what runs (src/ without tests), without the path-sensitive analyzer, which costs three times the rest together.
# all: everything, with the analyzer; for a quiet hour.
# A unit that passed is not looked at again until it, one of our headers it includes, .clang-tidy or the flags change:
# CACHE holds an empty file per passed state.
set -euo pipefail
build=$1 cache=$2 jobs=$3 scope=$4
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root"
tidy=clang-tidy-19

die() {
  printf 'clang_tidy: %s\n' "$*" >&2
  exit 1
}

# A check that cannot run fails, and so does one that a typing mistake has emptied.
command -v "$tidy" >/dev/null || die "$tidy is not installed (./dev lint does that)"
[ -f "$build/compile_commands.json" ] || die "there is no $build/compile_commands.json"
expected=$(cat tools/lint/clang_tidy_checks)
enabled=$("$tidy" --list-checks 2>/dev/null | grep -c '^    ' || true)
[ "$enabled" = "$expected" ] ||
  die "$enabled checks are enabled, $expected are expected; when .clang-tidy was meant to change, so must tools/lint/clang_tidy_checks"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$cache"

case $scope in
product) folders="src" tests='_test\.cpp$|/testing/' checks='--checks=-clang-analyzer-*' ;;
all) folders="src|tests|bench|fuzz" tests='^$' checks='--checks=' ;;
*) die "product or all?" ;;
esac
sed -n 's/^ *"file": "\(.*\)".*/\1/p' "$build/compile_commands.json" | grep -E "^$root/($folders)/" |
  grep -vE "$tests" | sed "s|^$root/||" | LC_ALL=C sort -u >"$work/units"
[ -s "$work/units" ] || die "no translation unit found: nothing was checked"

# The state of a unit: its own hash and those of all our headers it reaches, the rules, the tool and the flags.
find src tests bench fuzz -name node_modules -prune -o \( -name '*.cpp' -o -name '*.hpp' \) -print0 |
  xargs -0 sha256sum >"$work/hashes"
find src tests bench fuzz -name node_modules -prune -o \( -name '*.cpp' -o -name '*.hpp' \) -print0 |
  xargs -0 grep -H '^#include "' >"$work/includes" || true
rules=$({ cat .clang-tidy cmake/TidemarkToolchain.cmake && "$tidy" --version && echo "$checks"; } | sha256sum | cut -c1-64)
awk -v rules="$rules" '
  FILENAME ~ /hashes$/ { hash[$2] = $1; next }
  FILENAME ~ /includes$/ {
    file = substr($0, 1, index($0, ":#include") - 1)
    split($0, quoted, "\"")
    count[file]++
    included[file, count[file]] = (("src/" quoted[2]) in hash) ? "src/" quoted[2] : quoted[2]
    next
  }
  function reach(file,   i) {
    if (file in seen) return
    seen[file] = 1
    state = state " " hash[file]
    for (i = 1; i <= count[file]; i++) reach(included[file, i])
  }
  { delete seen; state = rules; reach($1); print $1 "\t" state }
' "$work/hashes" "$work/includes" "$work/units" >"$work/states"

while IFS=$'\t' read -r unit state; do
  key=$(printf '%s' "$state" | sha256sum | cut -c1-64)
  [ -e "$cache/$key" ] || printf '%s %s\n' "$unit" "$key"
done <"$work/states" >"$work/changed"

total=$(wc -l <"$work/units")
changed=$(wc -l <"$work/changed")
printf '   %d of %d translation units to look at, %d checks\n' "$changed" "$total" "$enabled"
[ "$changed" -gt 0 ] || exit 0

check_one() {
  local unit=$1 key=$2 text
  if text=$(clang-tidy-19 -p "$build" --quiet "$checks" "$unit" 2>/dev/null); then
    : >"$cache/$key"
  else
    printf '%s\n' "$text"
    return 1
  fi
}
export -f check_one
export build cache checks
# shellcheck disable=SC2016  # the inner shell expands them
xargs -P "$jobs" -L 1 bash -c 'check_one "$1" "$2"' _ <"$work/changed" || die "see above"
