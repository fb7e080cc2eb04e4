#!/usr/bin/env bash
# deb.sh [OUT_DIR]: a Debian package of what `make install` installs, dateline_VERSION_ARCH.deb. Dependencies are read from the programs
# (dpkg-shlibdeps). Needs dpkg-dev; run by `make deb`. The same tree gives the same package (times are those of the last commit).
set -eu
cd "$(dirname "$0")/.."
out=$(realpath -m "${1:-build/deb}")
version=$(sed -n 's/.*DLN_VERSION "\(.*\)"/\1/p' include/dateline.h)
arch=$(dpkg --print-architecture)
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || stat -c %Y Makefile)
export SOURCE_DATE_EPOCH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
make -s install PREFIX=/usr DESTDIR="$root" >/dev/null
strip --strip-unneeded "$root/usr/bin/dateline" "$root/usr/lib/libdateline.so.0"
strip --strip-debug "$root/usr/lib/libdateline.a"
chmod 644 "$root/usr/lib/libdateline.so.0"
gzip -9n "$root/usr/share/man/man1/dateline.1"
docs=$root/usr/share/doc/dateline
install -d "$docs" "$root/DEBIAN"
install -m 644 NOTICE data/LICENSES.md "$docs/"
stamp=$(date -R -u -d "@$SOURCE_DATE_EPOCH")
maintainer="dateline developers <dateline@dateline.invalid>"
printf 'dateline (%s) unstable; urgency=medium\n\n  * See CHANGELOG.md in the source.\n\n -- %s  %s\n' "$version" "$maintainer" "$stamp" | gzip -9n > "$docs/changelog.gz"
cat > "$docs/copyright" <<TXT
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: dateline

Files: *
Copyright: 2026 the dateline authors
License: Apache-2.0
 On Debian systems the full text of the Apache License, Version 2.0, can be found in
 /usr/share/common-licenses/Apache-2.0.
Comment: what the data files were made from, and under which terms, stands in
 /usr/share/doc/dateline/LICENSES.md and NOTICE.
TXT
mkdir -p "$work/debian"
printf 'Source: dateline\n\nPackage: dateline\nArchitecture: any\n' > "$work/debian/control"
depends=$(cd "$work" && dpkg-shlibdeps -O --ignore-missing-info -lroot/usr/lib root/usr/bin/dateline root/usr/lib/libdateline.so.0 2>/dev/null | sed -n 's/^shlibs:Depends=//p')
cat > "$root/DEBIAN/control" <<TXT
Package: dateline
Version: $version
Architecture: $arch
Maintainer: $maintainer
Section: text
Priority: optional
Installed-Size: $(du -sk "$root/usr" | cut -f1)
Depends: $depends
Description: one record out of many news reports of an event
 Reads several reports of one event and gives back one record of it: who did
 what to whom, who said what, when, where, which outlet says so, and where the
 reports agree, stand alone or conflict. Every line carries the bytes of the
 report it rests on. Command, C library and data; works offline.
TXT
printf 'libdateline 0 dateline (>= %s)\n' "$version" > "$root/DEBIAN/shlibs"
printf 'activate-noawait ldconfig\n' > "$root/DEBIAN/triggers"
(cd "$root" && find usr -type f -print0 | sort -z | xargs -0 md5sum) > "$root/DEBIAN/md5sums"
find "$root" -type d -exec chmod 755 {} +
mkdir -p "$out"
dpkg-deb --root-owner-group -Zxz -z2 --build "$root" "$out/dateline_${version}_${arch}.deb" >/dev/null
echo "$out/dateline_${version}_${arch}.deb"
