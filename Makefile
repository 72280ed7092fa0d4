# Every target sets up its own virtual environment first; nothing else is needed than Python 3.11 or newer.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
# One process waits while another works: on two cores three processes are faster than two.
WORKERS ?= $(if $(filter none,$(SHOP)),0,3)
# Many scenarios against a broken bridge wait for what never comes.
DEFECT_WORKERS = $(if $(filter command,$(firstword $(origin WORKERS))),$(WORKERS),4)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
BROWSER_READY := $(VENV)/.browser-ready
BENCH_READY := $(VENV)/.bench-ready

# make bdd RULE=STO-3              one rule, or one tag such as G17
# make bdd NODE='features/...'     one scenario, as a failure prints it
# make bdd TARGET='http://host/{org}' CAREPORTALS=http://host   your middleware instead of the bridge
# make bdd BRIDGE='python -m my.bridge'   another bridge, started with --port and --crm-url
# make bdd SHIPSTATION=http://host a mock ShipStation that runs already
# make bdd TARGET=https://host/store SHOP=none   look only; DRYDOCK_USERNAME and DRYDOCK_PASSWORD, or a prompt
# make bdd SHOP=hook:http://host   any other shop, by its hook: docs/shop-hook.md
# make bdd CA=file.pem TIME_LIMIT=60   trust this CA; seconds that the target may take for one answer
# make bdd DEVIATIONS=file.toml    failures that are accepted for now
# make bdd SHUFFLE=new             in a random order; the seed that it prints gives that order again
# make bdd MIN_COVERAGE=45         conform only if the traffic has shown so many percent of the contract; all of it
# make bdd DRIVER=browser           what make bdd-browser does, once there is a browser
# make bdd REPORTS=folder          where report.html, verdict.json, junit.xml, messages.ndjson and summary.md go
RULE ?=
NODE ?=
TARGET ?=
CAREPORTALS ?=
BRIDGE ?=
SHIPSTATION ?=
SHOP ?=
DRIVER ?=
CA ?=
TIME_LIMIT ?=
DEVIATIONS ?=
SHUFFLE ?=
MIN_COVERAGE ?=
REPORTS ?= $(if $(filter browser,$(DRIVER)),reports/browser,reports)
FULL ?=
UNUSUAL ?=
NAMES ?=
PAGES ?=
ONLY = $(if $(RULE),-m '$(RULE)') $(if $(SHUFFLE),--shuffle '$(SHUFFLE)')
WHAT = $(if $(NODE),'$(NODE)',features)
PARTS = $(if $(TARGET),--target '$(TARGET)') $(if $(CAREPORTALS),--careportals '$(CAREPORTALS)') \
	$(if $(SHIPSTATION),--shipstation '$(SHIPSTATION)') $(if $(BRIDGE),--bridge '$(BRIDGE)') $(if $(SHOP),--shop '$(SHOP)') \
	$(if $(DRIVER),--driver '$(DRIVER)') \
	$(if $(CA),--ca '$(CA)') $(if $(TIME_LIMIT),--time-limit '$(TIME_LIMIT)')
FILES = $(if $(DEVIATIONS),--deviations '$(DEVIATIONS)') --reports '$(REPORTS)' \
	$(if $(MIN_COVERAGE),--min-coverage '$(MIN_COVERAGE)')

# A misspelt name, or a part whose address is empty - a secret that CI does not have - would check the bridge here instead.
KNOWN := PYTHON WORKERS RULE NODE TARGET CAREPORTALS BRIDGE SHIPSTATION SHOP DRIVER CA TIME_LIMIT DEVIATIONS SHUFFLE \
	MIN_COVERAGE REPORTS FULL UNUSUAL NAMES PAGES N SEED UNFRIENDLY
$(foreach name,$(.VARIABLES),$(if $(filter command,$(firstword $(origin $(name)))),$(if $(filter $(KNOWN),$(name)),,\
	$(error make does not know $(name)=; it knows $(KNOWN)))))
$(foreach name,TARGET CAREPORTALS BRIDGE SHIPSTATION SHOP CA DEVIATIONS,$(if $(filter command,$(firstword \
	$(origin $(name)))),$(if $($(name)),,$(error $(name)= is empty))))
$(if $(filter-out features features/%,$(firstword $(NODE))),$(error NODE= must be one of the contract: features/...))

# The contract needs no rewritten asserts and none of these plugins, and each process would load those that are there.
LEAN = --assert=plain -p no:schemathesis -p no:hypothesispytest -p no:anyio -p no:locust -p no:logging
# Compiled once, and not beside the sources; each run starts six processes.
export PYTHONDONTWRITEBYTECODE =
export PYTHONPYCACHEPREFIX = $(CURDIR)/$(VENV)/pycache

.PHONY: help
help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-13s %s\n", $$1, $$2}'

$(READY): pyproject.toml constraints.txt
	@echo "Setting up $(VENV): about a minute, once"
	@$(PYTHON) -m venv --clear $(VENV)
	@PIP_CONSTRAINT=constraints.txt $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

$(BROWSER_READY): $(READY)
	@PIP_CONSTRAINT=constraints.txt $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[browser]'
	@touch $@

$(BENCH_READY): $(READY)
	@PIP_CONSTRAINT=constraints.txt $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@touch $@

.PHONY: bdd
bdd: $(READY) ## Run the contract: the guide as features, against bridge and mocks (RULE=, NODE=, TARGET=, ... see the top of the Makefile)
	@rm -f $(foreach name,verdict.json junit.xml messages.ndjson summary.md report.html,'$(REPORTS)/$(name)')
	@$(BIN)/pytest $(WHAT) $(ONLY) $(PARTS) $(FILES) $(LEAN) -n $(patsubst 1,0,$(WORKERS)) -q --no-header -r N --tb=short

.PHONY: bdd-browser
bdd-browser: $(BROWSER_READY) ## Click the guide's own chapters through in Chromium (RULE=, NODE=, REPORTS=, ...); pictures in its report
	@$(BIN)/python -m features.support.browser
	@$(MAKE) --no-print-directory bdd DRIVER=browser

.PHONY: screenshots
screenshots: $(BROWSER_READY) ## Take pictures of every page and of reports in Chromium; fail on what bars people from using them (PAGES=regex, REPORTS=)
	@$(BIN)/python -m tests.browser.screenshots --folder '$(REPORTS)/screenshots' $(if $(PAGES),--only '$(PAGES)')

.PHONY: report
report: $(READY) ## Make report.html anew from the other files of the last run (REPORTS=)
	@$(BIN)/python -m features.support.report '$(REPORTS)'

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
mocks: $(READY) ## Start both mocks and the bridge on fixed ports with sample orders, until Ctrl-C (UNFRIENDLY=1)
	@$(BIN)/python -m features.support.mocks $(if $(UNFRIENDLY),--unfriendly $(filter-out 1,$(UNFRIENDLY)))

.PHONY: check
check: $(BROWSER_READY) ## Fast loop: format, lint, types, features, unit tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m features.support.lint
	$(BIN)/pytest tests -n $(WORKERS) --dist worksteal -q --no-header -m 'not slow'

.PHONY: test
test: $(BROWSER_READY) bdd ## Everything CI runs: lint, types, all tests with coverage, contract, broken bridges
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest tests -n $(WORKERS) --dist worksteal -q --no-header -m 'measured or not slow'
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report
	$(BIN)/pytest tests -n $(WORKERS) --dist worksteal -q --no-header -m 'slow and not measured and not deep'

.PHONY: defects
defects: $(READY) ## Prove that the contract catches: kill matrix of the broken bridges, no false alarms (FULL=1 all rules, NAMES='...' a few, UNUSUAL=1)
	@$(BIN)/python -m tests.defects.kill $(if $(FULL),--full) $(if $(UNUSUAL),--unusual) --workers $(DEFECT_WORKERS) $(NAMES)

.PHONY: fuzz
fuzz: $(READY) ## Send generated requests to the bridge and both mocks (N= for each server, SEED=)
	@$(BIN)/python -m tests.fuzz $(if $(N),-n '$(N)') $(if $(SEED),--seed '$(SEED)')
	@FUZZ_TIMES=$$(( ($(or $(N),100000) + 1999) / 2000 )) $(BIN)/pytest tests/fuzz/test_ship_notice.py \
		tests/fuzz/test_crm_orders.py -q --no-header --timeout 3600 $(if $(SEED),--hypothesis-seed '$(SEED)')

.PHONY: fault-table
fault-table: $(READY) ## Make docs/fault-outcomes.md: each fault at each call, and what came of it; no cell may be silent
	$(BIN)/python -m tests.fault_table > docs/fault-outcomes.md

.PHONY: comparison
comparison: $(READY) ## Hold Schemathesis alone and the XSD alone against every broken bridge: docs/comparison.md
	@$(BIN)/python -m tests.defects.comparison

# make histories N=10000 SEED=7    so many random histories, in hundreds; the first hundred has this seed
.PHONY: histories
histories: $(READY) ## Run random histories of the whole sandwich against a model (N=, SEED=)
	@$(BIN)/python -m tests.histories $(or $(N),200) --seed $(or $(SEED),1)

.PHONY: bench
bench: $(BENCH_READY) ## Measure speed and growth, beside other mock servers where npm and java are: docs/bench.md (NAMES='...' a few, to the screen)
	@$(BIN)/python -m tests.bench $(NAMES)

.PHONY: docs
docs: $(READY) ## Make the pages of docs/ that come from the code
	$(BIN)/python -m mocks.assumptions > docs/assumptions.md
	$(BIN)/python -m mocks.faults
	$(BIN)/python -m tests.defects.causes > features/support/causes.json
	$(BIN)/python -m features.support.catalogue page > docs/rules.md

.PHONY: clean
clean: ## Remove the virtual environment and everything that was made
	rm -rf $(VENV) build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage .coverage.* htmlcov reports .bench
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
