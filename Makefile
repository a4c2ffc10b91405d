# Everything a contributor or a CI machine calls. Needs only Python >= 3.11 (with venv), git and make.
SHELL := /bin/sh
.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
# The newest Python that is new enough; set PYTHON to choose another.
PYTHON ?= $(shell for p in python3.14 python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
UV := $(shell command -v uv 2>/dev/null)
PYTHON_FILES := bot adapters tests
# Where containers set it, each of the test processes would read and compile all of the tests anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup dev demo test check format lint types layers sizes bench bench-discord bench-lanes bench-page bench-pictures bench-scale bench-refusals \
	bench-telegram bench-web chaos siege manuals scenarios house drawing tables lock tour clean

help: ## show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

demo: setup ## run the demo: web chat, stand-in API and store on this computer
	@exec $(BIN)/chatelier demo $(ARGS)

test: dev ## run the tests, but for what takes minutes
	$(BIN)/pytest -n 6 --dist worksteal -m "not manuals and not scenarios" $(ARGS)

scenarios: dev ## run what takes minutes: real browsers, real programs that are killed, real masters that die, whole walks
	$(BIN)/pytest -n 4 --dist loadfile -m scenarios $(ARGS)

check: format lint types layers sizes test ## all that a change must pass

setup: $(VENV)/.installed-run ## make .venv with everything the program needs, on every platform
dev: $(VENV)/.installed-dev ## and with everything its tests need

$(VENV)/.python:
	@test -n "$(PYTHON)" || { echo "Chatelier needs Python 3.11 or newer, with venv (on Debian: apt install python3-venv)." >&2; exit 1; }
	@echo "Making .venv with $(PYTHON)"
	@$(if $(UV),$(UV) venv --quiet --allow-existing --python $(PYTHON) $(VENV),$(PYTHON) -m venv $(VENV))
	@touch $@

# Locked with hashes; the project itself is installed in place, by the build tool the lock brings.
define install
	$(if $(UV),VIRTUAL_ENV=$(VENV) $(UV) pip install --require-hashes -r $(1),@$(BIN)/python requirements/install.py $(1))
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(if $(UV),VIRTUAL_ENV=$(VENV) $(UV) pip install --quiet --no-deps --no-build-isolation -e .,$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .)
	@touch $(2)
endef

$(VENV)/.installed-run: $(VENV)/.python requirements/run.txt pyproject.toml
	$(call install,requirements/run.txt,$@)

$(VENV)/.installed-dev: $(VENV)/.python requirements/dev.txt pyproject.toml
	$(call install,requirements/dev.txt,$@)
	@touch $(VENV)/.installed-run

format: dev ## check the formatting (mend it with .venv/bin/ruff format)
	$(BIN)/ruff format --check $(PYTHON_FILES) deploy requirements

lint: dev ## check the code
	$(BIN)/ruff check $(PYTHON_FILES) deploy requirements

types: dev ## check the types
	$(BIN)/mypy

layers: dev ## check who imports whom
	$(BIN)/lint-imports

sizes: dev ## check that files stay short
	$(BIN)/loq check bot adapters tests deploy

bench: dev ## measure; one JSON object per line
	$(BIN)/python -m tests.bench $(ARGS)

bench-discord: dev ## measure the Discord bot: first answers, pictures with tokens alive and dead, memory; five minutes
	$(BIN)/python -m tests.bench.discord $(ARGS)

bench-lanes: dev ## measure finals and previews of many jobs under the platforms' limits; a minute
	$(BIN)/python -m tests.bench.lanes

bench-page: dev ## measure how soon the web chat is there on a slow line and a slow computer, by Chromium's trace; two minutes
	$(BIN)/python -m tests.bench.page

bench-pictures: dev ## measure the memory of one process while 50 people send it 20 MB at once; two minutes
	$(BIN)/python -m tests.bench.pictures $(ARGS)

bench-scale: dev ## measure more than one process, and what it costs when one dies
	$(BIN)/python -m tests.bench.scale $(ARGS)

bench-refusals: dev ## refuse every call to Telegram in every way, and count in which form each card arrived; minutes
	$(BIN)/python -m tests.bench.refusals

bench-telegram: dev ## measure the Telegram bot under Telegram's limits, and its answers to presses; seven minutes
	$(BIN)/python -m tests.bench.telegram $(ARGS)

bench-web: dev ## measure pictures while the web process is attacked; a minute and a half
	$(BIN)/python -m tests.bench.web

chaos: dev ## kill every process of a busy bot and judge what is left; ARGS="--help" lists the options
	@$(BIN)/python -m tests.chaos $(ARGS)

siege: siege-sentinel siege-cluster ## the same on sentinels and on a cluster that are killed, frozen, full and moved; `make -j2`

siege-%: dev
	@$(BIN)/python -m tests.chaos --redis $* --orders 12 --untimed

manuals: dev ## follow the manuals word for word, in a fresh copy with a fresh home; minutes
	$(BIN)/pytest -m manuals tests/manuals $(ARGS)

house: dev ## count what the house is made of, as JSON: sizes, names, cycles, docstrings
	@$(BIN)/python -m tests.house

tables: dev ## write the lists of settings in README, docs/operating.md and deploy/example.env anew
	$(BIN)/python -m tests.deploy.tables

drawing: dev ## draw the picture in docs/architecture.md anew, from what is imported
	$(BIN)/python -m tests.house.drawing

tour: dev ## walk through the web chat, draw the pictures of docs/using.md and write its lists anew; minutes
	$(BIN)/python -m tests.tour

lock: ## write requirements/*.txt anew from pyproject.toml (needs uv)
	sh requirements/lock.sh

clean: ## forget the environment and all caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage* htmlcov dist
