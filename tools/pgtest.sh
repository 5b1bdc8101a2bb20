#!/bin/sh
# Run a command against a throw-away PostgreSQL: tools/pgtest.sh CMD [ARG…]
# A new cluster on a unix socket in a temporary directory, no network, no fsync; gone when the command ends.
# Works as root (the cluster then runs as the user postgres) or not. The command finds it by PGHOST, PGUSER and
# DATABASE_URL (a database named kuangan). Exits with the command's status, 69 when no PostgreSQL is installed.
set -eu

find_bin() {
    if command -v initdb >/dev/null 2>&1 && command -v pg_ctl >/dev/null 2>&1; then
        dirname "$(readlink -f "$(command -v initdb)")"
        return
    fi
    for bin in $(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin 2>/dev/null | sort -rV); do
        if [ -x "$bin/initdb" ] && [ -x "$bin/pg_ctl" ]; then
            echo "$bin"
            return
        fi
    done
    return 1
}

bin=$(find_bin) || { echo "pgtest: no initdb and pg_ctl found; on Debian: apt-get install -y postgresql" >&2; exit 69; }
if [ "${1:-}" = --present ]; then exit 0; fi
if [ $# = 0 ]; then echo "usage: tools/pgtest.sh CMD [ARG…] | --present" >&2; exit 64; fi

home=$(mktemp -d "${TMPDIR:-/tmp}/pgtest.XXXXXX")
chmod 755 "$home"
as_owner=
if [ "$(id -u)" = 0 ]; then
    chown postgres "$home"
    as_owner="runuser -u postgres --"
fi

stop() {
    (cd "$home" && $as_owner "$bin/pg_ctl" -D "$home/data" -m immediate stop >/dev/null 2>&1) || true
    rm -rf "$home"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

here=$PWD
cd "$home"
$as_owner "$bin/initdb" -D "$home/data" -A trust -U postgres -E UTF8 --locale=C.UTF-8 -N >/dev/null
$as_owner "$bin/pg_ctl" -D "$home/data" -w -s -l "$home/log" -o \
    "-k $home -c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off" start ||
    { cat "$home/log" >&2; exit 70; }
$as_owner "$bin/createdb" -h "$home" -U postgres kuangan
cd "$here"

status=0
PGHOST="$home" PGUSER=postgres DATABASE_URL="postgres:///kuangan" "$@" || status=$?
exit "$status"
