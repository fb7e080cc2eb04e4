#!/usr/bin/env bash
# The second compiler: clang 14 builds the library without a warning (warnings are errors) and the unit tests of the ground pass with it.
cd "$(dirname "$0")/../.." || exit 1
clang=$(command -v clang-14 || command -v clang) || { echo "ok 1 - clang # SKIP clang is not installed"; exit 0; }
log=$(mktemp)
if make -s -j"$(nproc)" CC="$clang" FLAVOUR=clang build-clang/libdateline.a build-clang/dateline build-clang/unit/base/test_base >"$log" 2>&1; then echo "ok 1 - clang builds all without a warning"; else echo "not ok 1 - clang builds all without a warning"; grep -E 'error|warning' "$log" | head -30 | sed 's/^/# /'; rm -f "$log"; exit 1; fi
CMOCKA_MESSAGE_OUTPUT=STDOUT build-clang/unit/base/test_base >"$log" 2>&1 && echo "ok 2 - unit tests of the ground pass with it" || { echo "not ok 2 - unit tests of the ground pass with it"; tail -20 "$log" | sed 's/^/# /'; }
same=1
for f in examples/*.txt; do cmp -s <(build/dateline annotate "$f") <(DATELINE_DATA="$PWD/data" build-clang/dateline annotate "$f") || same=0; done
[ $same = 1 ] && echo "ok 3 - both compilers' programs print the same bytes" || echo "not ok 3 - both compilers' programs print the same bytes"
rm -f "$log"
