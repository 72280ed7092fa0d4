# Every target sets up its own virtual environment first; nothing else is needed than Python 3.11 or newer.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
WORKERS ?= 2
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

# make bdd RULE=STO-3            one rule, or one tag such as G17
# make bdd NODE='features/...'   one scenario, as a failure prints it
RULE ?=
NODE ?=
ONLY = $(if $(RULE),-m '$(RULE)')
WHAT = $(if $(NODE),'$(NODE)',features)

.PHONY: help
help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

$(READY): pyproject.toml constraints.txt
	@echo "Setting up $(VENV): about a minute, once"
	@$(PYTHON) -m venv --clear $(VENV)
	@PIP_CONSTRAINT=constraints.txt $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

.PHONY: bdd
bdd: $(READY) ## Run the contract: the guide as features, against bridge and mocks (RULE=id, NODE=scenario)
	@$(BIN)/pytest $(WHAT) $(ONLY) -n $(WORKERS) -q --no-header -r N --tb=short

.PHONY: mocks
mocks: $(READY) ## Start both mocks and the bridge on fixed ports with sample orders, until Ctrl-C
	@$(BIN)/python -m features.support.mocks

.PHONY: check
check: $(READY) ## Fast loop: format, lint, types, unit tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest tests -n $(WORKERS) -q --no-header -m 'not slow'

.PHONY: test
test: $(READY) ## Everything CI runs: lint, types, all tests with coverage, contract, broken bridges
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest tests -n $(WORKERS) -q --no-header
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

.PHONY: docs
docs: $(READY) ## Make the pages of docs/ that come from the code
	$(BIN)/python -m mocks.assumptions > docs/assumptions.md

.PHONY: clean
clean: ## Remove the virtual environment and everything that was made
	rm -rf $(VENV) build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage .coverage.* htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
