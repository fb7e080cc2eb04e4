#!/usr/bin/env bash
# make deb: a package without errors of lintian, installed into a fresh root by dpkg, run from there, taken away again. `make uninstall` leaves nothing.
cd "$(dirname "$0")/../.." || exit 1
here=$PWD; n=0; where=$(mktemp -d); trap 'rm -rf "$where"' EXIT
say() { n=$((n + 1)); if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi; }
skip() { n=$((n + 1)); echo "ok $n - $1 # SKIP $2"; }
unset DATELINE_DATA
if command -v dpkg-deb >/dev/null && command -v dpkg-shlibdeps >/dev/null; then
  package=$(tools/deb.sh "$where/out" 2>"$where/log"); say $? "make deb"
  if command -v lintian >/dev/null; then
    lintian --allow-root --fail-on error "$package" >"$where/lintian" 2>&1; say $? "lintian finds no error"
  else skip "lintian" "lintian is not installed"; fi
  root=$where/root; mkdir -p "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/updates" "$root/var/lib/dpkg/triggers"; touch "$root/var/lib/dpkg/status"
  install="dpkg --root=$root --force-depends --force-not-root --force-script-chrootless --log=/dev/null"
  $install -i "$package" >"$where/log" 2>&1; say $? "dpkg installs it into a fresh root"
  "$root/usr/bin/dateline" story --format json "$here/examples/1-adria-wire.txt" "$here/examples/3-coast-daily.txt" | grep -q '"dateline.record/1"'; say $? "the installed program runs on its own data"
  for f in bin/dateline lib/libdateline.so.0 include/dateline.h share/man/man1/dateline.1.gz share/doc/dateline/copyright share/doc/dateline/LICENSES.md; do [ -s "$root/usr/$f" ]; say $? "usr/$f"; done
  $install -r dateline >"$where/log" 2>&1 && [ ! -e "$root/usr/bin/dateline" ] && [ ! -e "$root/usr/share/dateline" ]; say $? "and is taken away whole"
else skip "make deb" "dpkg-dev is not installed"; fi
make -s install DESTDIR="$where/plain" PREFIX=/opt/dl >/dev/null 2>&1 && make -s uninstall DESTDIR="$where/plain" PREFIX=/opt/dl >/dev/null 2>&1; say $? "make uninstall"
[ -z "$(find "$where/plain" ! -type d)" ]; say $? "leaves no file behind"
echo "1..$n"
