#!/bin/sh
# Make .venv and install packages: environment.sh PYTHON default|cpu REQUIREMENTS
set -eu
python=$1 torch=$2 requirements=$3

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "LSTM Viz needs Python 3.11 or newer; $python is $("$python" -V 2>&1)." >&2
    echo "Name another one: make run PYTHON=python3.12" >&2
    exit 1
fi
if [ ! -x .venv/bin/pip ]; then
    if ! "$python" -c 'import ensurepip' 2>/dev/null; then
        # Debian and Ubuntu keep the module that makes environments in a package of its own.
        sh scripts/system_package.sh python3-venv
    fi
    "$python" -m venv .venv
fi
if [ "$torch" = cpu ]; then
    # uv.toml asks for PyTorch's CPU build, wherever it lives.
    .venv/bin/pip install --quiet uv
    .venv/bin/uv pip install --quiet --python .venv/bin/python -r "$requirements"
else
    .venv/bin/pip install --quiet --disable-pip-version-check -r "$requirements"
fi
