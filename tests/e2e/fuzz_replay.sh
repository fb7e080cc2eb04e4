#!/usr/bin/env bash
# Replays every fuzz target's corpus (and its damaged variants) under AddressSanitizer and UndefinedBehaviorSanitizer, then the unit tests.
cd "$(dirname "$0")/../.." || exit 1
n=0; bad=0
say() { n=$((n + 1)); if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; bad=1; fi; }
make -s -j"$(nproc)" FLAVOUR=asan unit fuzz-replay-bins >/tmp/dateline-asan.$$ 2>&1; status=$?
say $status "the sanitizer build"
[ $status = 0 ] || { tail -20 /tmp/dateline-asan.$$ | sed 's/^/# /'; rm -f /tmp/dateline-asan.$$; exit 1; }
export ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1 DATELINE_DATA="$PWD/data"
for target in build-asan/fuzz/fuzz_*; do
  name=${target##*/fuzz_}
  files=$(find "tests/fuzz/corpus/$name" -type f 2>/dev/null | sort)
  if [ -z "$files" ]; then say 1 "$name has a corpus"; continue; fi
  out=$(timeout 600 "$target" $files 2>&1); status=$?
  say $status "$name: ${out##*$'\n'}"
  [ $status = 0 ] || echo "$out" | head -40 | sed 's/^/# /'
done
for program in $(find build-asan/unit -type f -name 'test_*' -perm -u+x | sort); do
  out=$(timeout 600 "$program" 2>&1); status=$?
  say $status "${program#build-asan/unit/} under sanitizers"
  [ $status = 0 ] || echo "$out" | tail -30 | sed 's/^/# /'
done
rm -f /tmp/dateline-asan.$$
echo "1..$n"
exit $bad
