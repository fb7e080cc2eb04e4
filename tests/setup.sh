#!/usr/bin/env bash
# setup.sh: installs what is missing of Debian's packages that dateline is built, shown and tested with. Says what it does; does nothing
# when all is there. Needs root or sudo only when something is missing. `setup.sh test` adds what the tests want; WITH_BROWSER=0 leaves Chromium out (the page tests then skip).
set -eu
packages="gcc g++ make pkg-config python3 libutf8proc-dev libxml2-dev libjansson-dev zlib1g-dev libzstd-dev libuchardet-dev libxxhash-dev nettle-dev libbrotli-dev libsqlite3-dev libpq-dev libcurl4-openssl-dev libmicrohttpd-dev librdkafka-dev libcld2-dev libcmocka-dev"
tests="python3-jsonschema python3-dev python3-pip python3-setuptools python3-venv python3-wheel clang-14 clang-tidy-14 libclang-rt-14-dev universal-ctags zstd dpkg-dev lintian bsdextrautils postgresql-15 gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user-static"
[ "${1:-}" = "test" ] && packages="$packages $tests"
[ "${1:-}" = "test" ] && [ "${WITH_BROWSER:-1}" = 1 ] && packages="$packages chromium chromium-driver"
missing=""
for p in $packages; do
  dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $p"
done
# The accessibility check of the page wants axe-core; it is fetched where npm is at hand, else that one test says that it skips.
if [ "${1:-}" = "test" ] && command -v npm >/dev/null && [ ! -e build/axe/package/axe.min.js ]; then
  mkdir -p build/axe && (cd build/axe && npm pack --silent axe-core@4 >/dev/null 2>&1 && tar xzf axe-core-*.tgz) || true
fi
[ -z "$missing" ] && exit 0
run=""
[ "$(id -u)" = 0 ] || run="sudo"
if [ -n "$run" ] && ! command -v sudo >/dev/null; then
  echo "dateline: these packages are missing and neither root nor sudo is at hand:$missing" >&2
  exit 1
fi
echo "dateline: installing$missing" >&2
export DEBIAN_FRONTEND=noninteractive
$run apt-get update -qq >&2
# The tests start a PostgreSQL server of their own; the package shall make and start none.
case "$missing" in *postgresql*) [ -e /etc/postgresql-common ] || { $run mkdir -p /etc/postgresql-common; echo 'create_main_cluster = false' | $run tee /etc/postgresql-common/createcluster.conf >/dev/null; } ;; esac
$run apt-get install -y -qq -o Dpkg::Options::=--force-confold --no-install-recommends $missing >&2
