# Every target sets up its own virtual environment first; nothing else is needed than Python 3.11 or newer.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
WORKERS ?= 2
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

# make bdd RULE=STO-3              one rule, or one tag such as G17
# make bdd NODE='features/...'     one scenario, as a failure prints it
# make bdd TARGET='http://host/{org}' CAREPORTALS=http://host   your middleware instead of the bridge
# make bdd SHIPSTATION=http://host a mock ShipStation that runs already
# make bdd DEVIATIONS=file.toml    failures that are accepted for now
# make bdd REPORTS=folder          where verdict.json, junit.xml, messages.ndjson and summary.md go
RULE ?=
NODE ?=
TARGET ?=
CAREPORTALS ?=
SHIPSTATION ?=
DEVIATIONS ?=
REPORTS ?= reports
ONLY = $(if $(RULE),-m '$(RULE)')
WHAT = $(if $(NODE),'$(NODE)',features)
PARTS = $(if $(TARGET),--target '$(TARGET)') $(if $(CAREPORTALS),--careportals '$(CAREPORTALS)') \
	$(if $(SHIPSTATION),--shipstation '$(SHIPSTATION)')
FILES = $(if $(DEVIATIONS),--deviations '$(DEVIATIONS)') --reports '$(REPORTS)'

.PHONY: help
help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-13s %s\n", $$1, $$2}'

$(READY): pyproject.toml constraints.txt
	@echo "Setting up $(VENV): about a minute, once"
	@$(PYTHON) -m venv --clear $(VENV)
	@PIP_CONSTRAINT=constraints.txt $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

.PHONY: bdd
bdd: $(READY) ## Run the contract: the guide as features, against bridge and mocks (RULE=, NODE=, TARGET=, ... see the top of the Makefile)
	@rm -f '$(REPORTS)/verdict.json'
	@$(BIN)/pytest $(WHAT) $(ONLY) $(PARTS) $(FILES) -n $(WORKERS) -q --no-header -r N --tb=short

.PHONY: rules
rules: $(READY) ## List the rules of the contract
	@$(BIN)/python -m features.support.catalogue list

.PHONY: explain
explain: $(READY) ## Say what a rule asks for, why, and what usually breaks it (RULE=WIN-3)
	@$(BIN)/python -m features.support.catalogue explain '$(RULE)'

.PHONY: lint-features
lint-features: $(READY) ## Find silent mistakes in features, steps and API examples
	@$(BIN)/python -m features.support.lint

.PHONY: mocks
mocks: $(READY) ## Start both mocks and the bridge on fixed ports with sample orders, until Ctrl-C
	@$(BIN)/python -m features.support.mocks

.PHONY: check
check: $(READY) ## Fast loop: format, lint, types, features, unit tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m features.support.lint
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
	$(BIN)/python -m tests.defects.causes > features/support/causes.json
	$(BIN)/python -m features.support.catalogue page > docs/rules.md

.PHONY: clean
clean: ## Remove the virtual environment and everything that was made
	rm -rf $(VENV) build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage .coverage.* htmlcov reports
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
