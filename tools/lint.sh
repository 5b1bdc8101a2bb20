#!/usr/bin/env bash
# All static checks, each to its end, with a summary; called by `make lint`. Exit status 1 when any failed.
set -u
cd "$(dirname "$0")/.."
bin=.venv/bin
export KUANGAN_TESTING=1
failed=()

check() { # check NAME COMMAND…
    local name=$1 output
    shift
    if output=$("$@" 2>&1); then
        printf '  ok    %s\n' "$name"
    else
        printf '  FAIL  %s: %s\n%s\n' "$name" "$*" "$output"
        failed+=("$name")
    fi
}

check style          $bin/ruff check --quiet .
check format         $bin/ruff format --check --quiet .
check "house plan"   $bin/lint-imports --no-cache
check types          $bin/mypy
check templates      $bin/python tools/templates.py
check migrations     $bin/python manage.py makemigrations --check --dry-run
check translations   $bin/python tools/messages.py check
check "locks, tree"  $bin/python tools/foreign.py
check security       $bin/bandit -q -r -c pyproject.toml kuangan config

if [ ${#failed[@]} -gt 0 ]; then
    echo "lint: failed: ${failed[*]}"
    exit 1
fi
echo "lint: all in order"
