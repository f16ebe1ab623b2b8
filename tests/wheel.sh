#!/bin/sh
# Installs a wheel with its locked requirements into an environment of its own and uses it from an empty folder,
# the way somebody would who has nothing else of this project. Usage: tests/wheel.sh WHEEL
set -eu
wheel=$(realpath "$1")
requirements=$(realpath "$(dirname "$0")/../requirements/runtime.txt")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/env"
pip() { "$folder/env/bin/python" -m pip --disable-pip-version-check --quiet "$@"; }
pip install --require-hashes --requirement "$requirements"
pip install --no-deps "$wheel"
pip check

mkdir "$folder/empty" "$folder/home"
cd "$folder/empty"
use() { env -i HOME="$folder/home" PATH="$folder/env/bin:/usr/bin:/bin" "$@"; }
use seedcheck --version
use seedcheck sources --json >"$folder/sources.json"
use seedcheck ask "What is this about?" --json >"$folder/answer.json"
use seedcheck check "This is about something." --json >"$folder/verdict.json"
use evals lint
use "$folder/env/bin/python" - "$folder" <<'PY'
import json, pathlib, sys
import agent, evals

folder = pathlib.Path(sys.argv[1])
assert pathlib.Path(agent.__file__).is_relative_to(folder / "env"), agent.__file__
read = lambda name: json.loads((folder / name).read_text(encoding="utf-8"))
assert len(read("sources.json")["sources"]) == 5
assert read("answer.json")["schema"] == "seedcheck.answer/1"
assert read("verdict.json")["schema"] == "seedcheck.verdict/1"
PY
test -z "$(ls -A "$folder/empty")" || { echo "The programs left files in the current folder." >&2; exit 1; }
echo "The wheel works from an empty folder."
