#!/usr/bin/env bash
# The whole suite, called by `make test`: on SQLite, on a throw-away PostgreSQL, and in a real browser.
# On Debian as root what is missing is installed, unless KUANGAN_NO_INSTALL=1; otherwise the summary names what did
# not run. Arguments are passed on to every pytest. Environment: KUANGAN_TEST_WORKERS (2), CHROMIUM (path).
set -uo pipefail
cd "$(dirname "$0")/.."
pytest=.venv/bin/pytest
workers=${KUANGAN_TEST_WORKERS:-2}
logs=$(mktemp -d "${TMPDIR:-/tmp}/kuangan-test.XXXXXX")
trap 'rm -rf "$logs"' EXIT
summary=()
status=0

find_chromium() {
    local candidate
    for candidate in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
        [ -n "$candidate" ] && command -v "$candidate" && return 0
    done
    return 1
}
has_postgres() { sh tools/pgtest.sh --present 2>/dev/null; }
has_chinese_font() { ! command -v fc-list >/dev/null 2>&1 || [ -n "$(fc-list :lang=zh-cn 2>/dev/null | head -n 1)" ]; }

install_missing() {
    local packages=()
    has_postgres || packages+=(postgresql)
    find_chromium >/dev/null || packages+=(chromium)
    has_chinese_font || packages+=(fonts-noto-cjk)
    [ ${#packages[@]} -eq 0 ] && return
    if [ "${KUANGAN_NO_INSTALL:-}" = 1 ] || [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
        return
    fi
    echo "test: installing ${packages[*]} (KUANGAN_NO_INSTALL=1 prevents it)"
    {
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}"
    } >"$logs/apt" 2>&1 || { echo "test: apt-get failed:"; tail -n 5 "$logs/apt"; }
}

in_minutes() { printf '%d min %02d s' $(($1 / 60)) $(($1 % 60)); }

slowest() { # the ten slowest tests of the part that has just run, as pytest lists them
    sed 's/\x1b\[[0-9;]*m//g' "$logs/run" | grep -E '^[0-9.]+s (call|setup|teardown) ' | head -n 10 | sed 's/^/          /'
}

run() { # run NAME COMMAND…: for the summary pytest's own closing line is kept, the time it took, its slowest tests
    local name=$1 code began=$SECONDS
    shift
    printf '\n── %s ──\n' "$name"
    "$@" --durations=10 2>&1 | tee "$logs/run"
    code=${PIPESTATUS[0]}
    local closing took
    took=$(in_minutes $((SECONDS - began)))
    closing=$(grep -E '(passed|failed|error|skipped|no tests ran|deselected).* in [0-9.]+s' "$logs/run" | tail -n 1 |
        sed 's/\x1b\[[0-9;]*m//g; s/^=* *//; s/ *=*$//')
    if [ "$code" = 5 ]; then # pytest collected nothing
        summary+=("none    $name: there are no such tests")
        return
    fi
    if [ "$code" = 0 ]; then
        summary+=("ok      $name, $took: $closing")
    else
        summary+=("FAILED  $name, $took: ${closing:-no closing line from pytest} (exit $code)")
        status=1
    fi
    summary+=("$(slowest)")
}

not_run() { # not_run NAME MEND
    summary+=("NOT RUN $1: $2")
}

install_missing
parallel=(-n "$workers" --dist worksteal)
run "SQLite" env -u DATABASE_URL $pytest "${parallel[@]}" -m "not journey" "$@"
if has_postgres; then
    run "PostgreSQL" sh tools/pgtest.sh $pytest "${parallel[@]}" -m "not journey" --database-only "$@"
else
    not_run "PostgreSQL" "no PostgreSQL on this machine; apt-get install -y postgresql"
fi
if chromium=$(find_chromium); then
    run "browser journeys" env -u DATABASE_URL CHROMIUM="$chromium" $pytest -m journey "$@"
else
    not_run "browser journeys" "no Chromium on this machine; apt-get install -y chromium fonts-noto-cjk"
fi
has_chinese_font || not_run "Chinese type in pictures" "no Chinese font; apt-get install -y fonts-noto-cjk"

printf '\n── summary ──\n'
printf '%s\n' "${summary[@]}" | grep -v '^$'
echo "all in all $(in_minutes $SECONDS)"
exit "$status"
