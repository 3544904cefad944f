#!/bin/sh
# Makes the virtual environment that the Makefile's commands run in. Touches nothing outside it.
#
#   tools/set_up.sh FOLDER play     what serving a world needs
#   tools/set_up.sh FOLDER work     that, and what tests and lints need
#
# Every package comes from a hash-locked requirements file. Marks in the folder say which files it was made from, so
# that a second run takes no time. PYTHON names the interpreter, when the first fitting one is not wanted.
set -eu

venv=$1
level=$2
cd "$(dirname "$0")/.."

fail() {
    printf '%s\n' "" "$@" "" >&2
    exit 1
}

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

can_make_environments() {
    "$1" -c 'import ensurepip, venv' >/dev/null 2>&1
}

# An interpreter that only lacks `venv` is remembered: a single package mends it.
find_python() {
    incomplete=""
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        is_new_enough "$candidate" || continue
        if can_make_environments "$candidate"; then
            python=$candidate
            return
        fi
        incomplete=${incomplete:-$candidate}
    done
    if [ -n "$incomplete" ]; then
        fail "$incomplete is new enough, but it lacks the modules venv and ensurepip." \
            "On Debian and Ubuntu they are a package of their own: sudo apt install python3-venv" \
            "Then run the same command again."
    fi
    found=$("${PYTHON:-python3}" --version 2>/dev/null || echo none)
    fail "gamectl needs Python 3.11 or newer; found here: $found." \
        "Install one with your system's packages (sudo apt install python3 python3-venv) or from" \
        "https://www.python.org/downloads/. When it is not on the PATH, name it: make PYTHON=/path/to/python3 ..."
}

has() {
    [ -f "$venv/$1" ] && [ "$(cat "$venv/$1")" = "$2" ]
}

# Scripts in an environment hold its path: one that was moved or copied is made anew.
is_usable() {
    has place.mark "$(pwd -P)" && "$venv/bin/python" -c '' >/dev/null 2>&1
}

make_environment() {
    if [ -e "$venv" ] && ! [ -f "$venv/pyvenv.cfg" ]; then
        fail "$venv is there already and is no virtual environment. Move it away, and run the same command again."
    fi
    find_python
    echo "Making $venv with $("$python" --version) ..."
    "$python" -m venv --clear "$venv"
    pwd -P >"$venv/place.mark"
}

install() {
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input "$@"
}

play_made_from=$(cat pyproject.toml requirements.txt | cksum)
work_made_from=$(cat pyproject.toml requirements.txt requirements-dev.txt | cksum)
case $level in
    play) locked=requirements.txt made_from=$play_made_from ;;
    work) locked=requirements-dev.txt made_from=$work_made_from ;;
    *) fail "The level is play or work, not $level." ;;
esac

is_usable || make_environment
if has "$level.mark" "$made_from"; then
    exit 0
fi

echo "Installing the packages that $locked names (once; it may take a minute or two) ..."
rm -f "$venv/play.mark" "$venv/work.mark"
install --require-hashes -r "$locked" || fail \
    "The packages could not be installed; the lines above say why. Can this machine reach https://pypi.org?" \
    "A mirror of your own is named with: python3 -m pip config set global.index-url ADDRESS"
install --no-deps --no-build-isolation --editable .
echo "$play_made_from" >"$venv/play.mark"
if [ "$level" = work ]; then
    echo "$work_made_from" >"$venv/work.mark"
fi
