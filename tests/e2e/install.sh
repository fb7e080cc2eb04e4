#!/usr/bin/env bash
# make install into a folder: the program works from there without the checkout, and a program of a user's builds with pkg-config alone.
cd "$(dirname "$0")/../.." || exit 1
here=$PWD; where=$(mktemp -d); n=0
say() { n=$((n + 1)); if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi; }
make -s install DESTDIR="$where" PREFIX=/usr >"$where/log" 2>&1; say $? "make install"
cp examples/1-adria-wire.txt "$where/report.txt"
cd "$where" || exit 1
unset DATELINE_DATA
./usr/bin/dateline story --format json report.txt | grep -q 'dateline.record/1'; say $? "the installed program finds its data"
for f in usr/lib/libdateline.so.0 usr/lib/libdateline.a usr/include/dateline.h usr/share/man/man1/dateline.1 usr/share/bash-completion/completions/dateline usr/share/zsh/site-functions/_dateline usr/share/fish/vendor_completions.d/dateline.fish usr/lib/systemd/system/dateline-watch.service usr/lib/systemd/system/dateline-serve.service; do [ -s "$f" ]; say $? "$f"; done
[ -z "$(grep -h '^ExecStart' usr/lib/systemd/system/*.service | grep -v '=/usr/bin/dateline ')" ]; say $? "the units start the program where it was installed"
if command -v systemd-analyze >/dev/null; then
  sed "s|=/usr/bin/dateline|=$where/usr/bin/dateline|" usr/lib/systemd/system/dateline-watch.service > "$where/dateline-watch.service"
  systemd-analyze verify --man=no "$where/dateline-watch.service" >"$where/log" 2>&1; say $? "systemd takes the unit"
else n=$((n + 1)); echo "ok $n - systemd takes the unit # SKIP systemd-analyze is not installed"; fi
export PKG_CONFIG_PATH="$where/usr/lib/pkgconfig" PKG_CONFIG_SYSROOT_DIR="$where"
gcc -std=c17 -Wall -Wextra -Werror "$here/examples/story.c" $(pkg-config --cflags --libs dateline) -o "$where/usr/bin/user" >"$where/log" 2>&1; say $? "pkg-config is enough to build against it"
LD_LIBRARY_PATH="$where/usr/lib" ./usr/bin/user report.txt | grep -q '1 reports'; say $? "and the program runs"
rm -rf "$where"
echo "1..$n"
