#!/bin/sh
# Makes the virtual environment that the Makefile's commands run in. Touches nothing outside it.
#
#   tools/set_up.sh FOLDER play     what serving a world needs
#   tools/set_up.sh FOLDER work     that, and what tests and lints need
#
# Every package comes from a hash-locked requirements file. A mark in the folder says which files it was made
# from, so that a second run takes no time. PYTHON names the interpreter, when the first fitting one is not wanted.
set -eu

venv=$1
level=$2
oldest="3.11"

cd "$(dirname "$0")/.."

fail() {
    printf '\n%s\n' "$@" >&2
    exit 1
}

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

can_make_environments() {
    "$1" -c 'import ensurepip, venv' >/dev/null 2>&1
}

# An interpreter without `venv` is remembered: it is the one that a single package mends.
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
    found=$(python3 --version 2>/dev/null || echo "no python3 at all")
    fail "gamectl needs Python $oldest or newer, and this machine has $found." \
        "Install one from https://www.python.org/downloads/ or with your system's packages (sudo apt install" \
        "python3 python3-venv). When it is not on the PATH, name it: make PYTHON=/path/to/python3 ..."
}

# The mark holds the path as well: an environment that was moved or copied has wrong paths inside.
mark_of() {
    { pwd; cat "$@"; } | cksum
}

is_made() {
    [ -f "$venv/$1.mark" ] && [ "$(cat "$venv/$1.mark")" = "$2" ]
}

play_files="pyproject.toml requirements.txt"
work_files="$play_files requirements-dev.txt"
# Word splitting is meant: these are lists of plain names.
# shellcheck disable=SC2086
play_mark=$(mark_of $play_files)
# shellcheck disable=SC2086
work_mark=$(mark_of $work_files)

if "$venv/bin/python" -c '' >/dev/null 2>&1; then
    case $level in
        play) is_made play "$play_mark" && exit 0 ;;
        work) is_made work "$work_mark" && exit 0 ;;
        *) fail "The level is play or work, not $level." ;;
    esac
fi

find_python
if ! "$venv/bin/python" -c '' >/dev/null 2>&1 || ! [ -f "$venv/home.mark" ] || [ "$(cat "$venv/home.mark")" != "$(pwd)" ]; then
    echo "Making $venv with $("$python" --version) ..."
    "$python" -m venv --clear "$venv"
    pwd >"$venv/home.mark"
fi

rm -f "$venv/play.mark" "$venv/work.mark"
case $level in
    play) locked=requirements.txt ;;
    work) locked=requirements-dev.txt ;;
    *) fail "The level is play or work, not $level." ;;
esac

echo "Installing the packages that $locked names (some minutes at most, once) ..."
install() {
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input "$@"
}
install --require-hashes -r "$locked" || fail \
    "The packages could not be installed; the lines above say why. Is there a way to https://pypi.org from here?" \
    "A mirror of your own is named with: pip config set global.index-url ADDRESS"
install --no-deps --no-build-isolation --editable .

printf '%s\n' "$play_mark" >"$venv/play.mark"
if [ "$level" = work ]; then
    printf '%s\n' "$work_mark" >"$venv/work.mark"
fi
