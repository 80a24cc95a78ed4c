# The command list of the project. `make help` prints it.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PY ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

# Two stamps: what the bot needs to run, and what its developers need on top.
$(VENV)/.run: requirements.lock pyproject.toml
ifdef UV
	uv venv --quiet --allow-existing --python '>=3.11' $(VENV)
	uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	uv pip install --quiet --python $(BIN)/python --no-deps -e .
else
	$(PY) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
endif
# Bytecode now: a service may not write beside its sources, and would compile them at each start.
	@$(BIN)/python -m compileall -q bot watchers state rules
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.lock
ifdef UV
	uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.lock
else
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
endif
	@touch $@

demo: $(VENV)/.run  ## the whole bot on bundled feeds: no token, no network
	@$(BIN)/walkback demo

run: $(VENV)/.run  ## the bot (settings from the environment or walkback.toml)
	@$(BIN)/walkback run

test: $(VENV)/.dev  ## all tests
# A third of the time is waiting, so three on two cores; what measures time runs afterwards, with nothing beside it.
ifdef ARGS
	@$(BIN)/python -m pytest -n 3 --dist worksteal $(ARGS)
else
	@$(BIN)/python -m pytest -n 3 --dist worksteal -m "not alone"
	@$(BIN)/python -m pytest -m alone
endif

check: $(VENV)/.dev  ## ruff, mypy --strict, import contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(VENV)/.dev  ## let ruff lay the code out
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format .

lock:  ## renew both lock files (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --group dev pyproject.toml -c requirements.lock -o requirements-dev.lock

clean:  ## throw the virtual environment and caches away
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build *.egg-info

.PHONY: help demo run test check format lock clean
