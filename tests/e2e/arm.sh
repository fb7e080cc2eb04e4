#!/usr/bin/env bash
# Another processor: the kernels compiled for 64-bit ARM and run by qemu give the bits of the scalar path there, and the scalar path's are those of this
# machine (its sums stand in the test). It wants gcc-aarch64-linux-gnu, libc6-dev-arm64-cross and qemu-user-static of Debian; without them it skips.
cd "$(dirname "$0")/../.." || exit 1
cc=$(command -v aarch64-linux-gnu-gcc) || { echo "ok 1 - ARM # SKIP aarch64-linux-gnu-gcc is not installed"; exit 0; }
qemu=$(command -v qemu-aarch64-static || command -v qemu-aarch64) || { echo "ok 1 - ARM # SKIP qemu-user-static is not installed"; exit 0; }
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
echo 'int main(void) { return 0; }' >"$place/empty.c"
"$cc" -static -o "$place/empty" "$place/empty.c" 2>/dev/null && "$qemu" "$place/empty" || { echo "ok 1 - ARM # SKIP no C library for it (libc6-dev-arm64-cross)"; exit 0; }
flags="-std=c17 -D_GNU_SOURCE -O2 -ffp-contract=off -Wall -Wextra -Wshadow -Wconversion -Werror -Itests/arm -Iinclude -Isrc"
# shellcheck disable=SC2086
if "$cc" $flags -static -o "$place/kernels" src/lang/nn/*.c tests/unit/lang/test_kernels.c -lm >"$place/log" 2>&1; then echo "ok 1 - the kernels compile for ARM without a warning"; else echo "not ok 1 - the kernels compile for ARM without a warning"; head -30 "$place/log" | sed 's/^/# /'; exit 1; fi
"$qemu" -cpu max "$place/kernels" >"$place/log" 2>&1; code=$?
sed 's/^/# /' "$place/log"
[ $code = 0 ] && ! grep -q 'neon-dotprod: not run' "$place/log" && echo "ok 2 - NEON gives the bits of the scalar path" || { echo "not ok 2 - NEON gives the bits of the scalar path"; exit 1; }
# A processor without the dot product takes the scalar path and gives the same.
"$qemu" -cpu cortex-a53 "$place/kernels" >"$place/log" 2>&1; code=$?
[ $code = 0 ] && grep -q 'neon-dotprod: not run' "$place/log" && echo "ok 3 - a processor without the dot product takes the scalar path" || { echo "not ok 3 - a processor without the dot product takes the scalar path"; sed 's/^/# /' "$place/log"; exit 1; }
echo "1..3"
