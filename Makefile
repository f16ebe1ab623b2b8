# `make demo` and `make test` need Python 3.11 or later and make, nothing else. CI runs these same recipes.

PYTHON ?= python3
VENV ?= .venv
MODEL_SERVER_VENV ?= .venv-model
UV ?= uv

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
# The project itself: its build backend is in the locked requirements, so nothing else is fetched.
PROJECT := $(PIP) --no-deps --no-build-isolation --editable .
# Neither the developer's own index nor a model of theirs has a say in the demonstration.
SEEDS_ONLY := env -u SEEDCHECK_MODEL -u SEEDCHECK_CHROMA_URL SEEDCHECK_INDEX=$(abspath $(VENV))/demo-index PATH="$(abspath $(BIN)):$$PATH"

# What the packaged cases reach without a model, less a margin: lower is a step back. docs/benchmarks.md says what is asked.
GATES := --min fact_recall=0.48 --min citation_precision=0.43 --min abstention_precision=0.45 --min abstention_recall=0.30

.DEFAULT_GOAL := help
.PHONY: help demo test test-slow test-model lint types imports docs docs-check wheel-test evals bench-grounding check lock clean

help: ## what there is to make
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

demo: $(VENV)/.runtime ## set up, ask one question and check one claim (those of the README)
	@sed -n '/example:begin/,/example:end/s/^\$$ //p' README.md | $(SEEDS_ONLY) PS4='$$ ' sh -x

test: $(VENV)/.dev ## set up and run the tests, except the slow ones
	$(BIN)/python -m pytest -m "not slow"

test-slow: $(VENV)/.dev ## tests that start processes and servers, or kill them
	$(BIN)/python -m pytest -m "slow and not model_server"

test-model: $(VENV)/.dev ## tests against a real model server, built once into .venv-model (minutes; needs a C++ compiler)
	PYTHON="$(PYTHON)" tests/model_server/setup.sh $(MODEL_SERVER_VENV) || echo "NO MODEL SERVER: its tests will skip" >&2
	MODEL_SERVER_VENV=$(abspath $(MODEL_SERVER_VENV)) $(BIN)/python -m pytest -m model_server

lint: $(VENV)/.dev ## ruff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev ## mypy, strict
	$(BIN)/mypy

imports: $(VENV)/.dev ## which part may import which
	$(BIN)/lint-imports --no-cache

docs: $(VENV)/.dev ## regenerate what is generated in docs/ and README.md
	$(SEEDS_ONLY) $(BIN)/python docs/generate.py

docs-check: $(VENV)/.dev ## fail where docs/ or README.md is not what `make docs` would write
	$(SEEDS_ONLY) $(BIN)/python docs/generate.py --check

wheel-test: $(VENV)/.dev ## build the wheel and use it from an empty folder
	rm -rf dist
	$(BIN)/python -m build --wheel --no-isolation --outdir dist . >/dev/null
	PYTHON="$(PYTHON)" sh tests/wheel.sh dist/seedcheck-*.whl

evals: $(VENV)/.dev ## run the eval cases and hold their gates
	$(SEEDS_ONLY) $(BIN)/evals run $(GATES)

bench-grounding: $(VENV)/.dev ## wrong statements caught, faithful ones rejected (FILES="corpus.jsonl …" for more than the samples)
	$(BIN)/python benchmarks/grounding.py $(FILES)

check: lint types imports docs-check test test-slow wheel-test evals ## everything CI runs

lock: ## resolve requirements/*.txt anew (needs uv)
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
	  --upgrade --custom-compile-command "make lock" --group build pyproject.toml --output-file requirements/runtime.txt
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
	  --constraint requirements/runtime.txt --custom-compile-command "make lock" --group build --group dev pyproject.toml \
	  --output-file requirements/dev.txt

clean: ## remove what make made
	rm -rf $(VENV) dist build

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("seedcheck needs Python 3.11 or later")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements/runtime.txt pyproject.toml | $(BIN)/python
	$(PIP) --require-hashes --requirement requirements/runtime.txt
	$(PROJECT)
	@touch $@

$(VENV)/.dev: requirements/dev.txt pyproject.toml | $(BIN)/python
	$(PIP) --require-hashes --requirement requirements/dev.txt
	$(PROJECT)
	@touch $@
