#!/bin/sh
# Writes requirements.txt (what serving needs) and requirements-dev.txt (that, and tests and lints) anew.
#
#   tools/lock.sh FOLDER     FOLDER holds the environment with pip-tools; it is made when it is missing
#
# The files name versions and the hashes of every file of each release, so that they fit other Python versions and
# systems; they name no package index, so that a mirror serves as well as pypi.org. Run it with Python 3.11, the
# oldest that is supported: what only older versions need is then part of the lock.
set -eu

here=$1
cd "$(dirname "$0")/.."

[ -x "$here/bin/pip-compile" ] || {
    "${PYTHON:-python3}" -m venv "$here"
    "$here/bin/python" -m pip install --quiet pip-tools==7.6.2
}

# The build's own requirements are locked too: the checkout is installed without looking for anything else.
lock() {
    CUSTOM_COMPILE_COMMAND="make lock" "$here/bin/pip-compile" --quiet --upgrade --generate-hashes --strip-extras \
        --allow-unsafe --no-emit-index-url --no-emit-find-links --build-deps-for editable "$@" pyproject.toml
}

lock --output-file requirements.txt
lock --extra dev --constraint requirements.txt --output-file requirements-dev.txt
echo "Written: requirements.txt and requirements-dev.txt. Run make test before you keep them."
