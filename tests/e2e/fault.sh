#!/usr/bin/env bash
# The main job with every allocation failing in turn, under AddressSanitizer.
cd "$(dirname "$0")/../.." || exit 1
log=$(mktemp)
if ! make -s -j"$(nproc)" FLAVOUR=fault build-fault/fault/story_loop >"$log" 2>&1; then tail -20 "$log" | sed 's/^/# /'; echo "not ok 1 - the fault build"; exit 1; fi
DATELINE_DATA="$PWD/data" ASAN_OPTIONS=detect_leaks=1 timeout 800 build-fault/fault/story_loop examples/1-adria-wire.txt examples/2-harbour-post.md examples/5-port-notebook.txt 2>"$log"
status=$?
[ $status = 0 ] || { head -60 "$log" | sed 's/^/# /'; echo "not ok 4 - no crash and no leak"; }
rm -f "$log"
exit $status
