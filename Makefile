# Kairan. A fresh Debian 12 needs git, make and python3-venv; the rest comes from these targets.
# Each step runs again only when the files it depends on have changed.

PYTHON ?= python3
PORT ?= 8080
DATA ?= ./data

BIN := .venv/bin
PIP := $(BIN)/pip -qq --disable-pip-version-check --no-input
CLIENT := src/kairan/static/index.html
CLIENT_FILES := $(shell find web -mindepth 1 -name node_modules -prune -o -print)
SERVE := $(BIN)/kairan serve --port $(PORT)

.PHONY: help run demo dev dev-server dev-client setup tools test soak bench lint fix \
	screens lighthouse migration reference locks
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

help: ## Show this list
	@echo "PORT=$(PORT) and DATA=$(DATA) can be changed: make run PORT=9000"
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 14

# ---- run ----

run demo dev-server: export KAIRAN_DATA := $(DATA)
run demo dev-server: export KAIRAN_PORT := $(PORT)

run: setup ## Set up, then serve on PORT with the data in DATA
	@$(SERVE)

demo: setup ## The same, with the demonstration organisations loaded first
	@$(BIN)/kairan demo
	@$(SERVE)

dev: tools ## Server and Vite, both with reload
	@$(MAKE) --no-print-directory -j2 dev-server dev-client

dev-server:
	@$(BIN)/watchfiles --filter python '$(SERVE)' src

dev-client:
	@KAIRAN_DEV_SERVER=http://127.0.0.1:$(PORT) bin/npm run --silent dev

# ---- check ----

test: tools ## Lint, unit tests, weight of the client, and stories in a real browser
	@bin/install-browser
	@bin/fetch-proxies
	@$(MAKE) --no-print-directory lint
	@bin/npm run --silent test
	@bin/npm run --silent size
	@$(BIN)/pytest -n 2 --dist loadfile

lint: tools ## Style, types and import contracts, of server and client
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@bin/npm run --silent lint

soak: tools ## The laws again, for long, with seeds
	@bin/fetch-proxies
	@KAIRAN_SOAK=1 $(BIN)/pytest tests/soak -q -s --timeout 0

bench: tools ## Benchmarks, one JSON object a line
	@$(BIN)/python -m bench

fix: tools ## Format everything
	@$(BIN)/ruff check --fix-only --quiet
	@$(BIN)/ruff format --quiet
	@bin/npm run --silent format

# ---- make what is kept ----

screens: tools ## Pictures of every screen, into docs/screens
	@bin/install-browser
	@$(BIN)/python -m tests.screens docs/screens

lighthouse: tools ## Lighthouse scores of the demonstration on a telephone (ARGS=room)
	@bin/install-browser
	@bin/lighthouse $(ARGS)

migration: tools ## Draft the next migration from the tables (ABOUT="What changes")
	@$(BIN)/python -m tests.house.migration $(if $(ABOUT),'$(ABOUT)',$(error say what changes: ABOUT="…"))
	@$(BIN)/ruff check --quiet --fix src/kairan/migrations
	@$(BIN)/ruff format --quiet src/kairan/migrations

reference: tools ## Regenerate docs/reference and the client's types
	@$(BIN)/python -m tests.house.reference

locks: tools ## Compile requirements/*.in again (ARGS=--upgrade for newer versions)
	@$(PIP) install uv
	@for name in run build test lint; do $(BIN)/uv pip compile --quiet --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 $(ARGS) \
		requirements/$$name.in --output-file requirements/$$name.txt || exit; done

# ---- set up ----

setup: $(BIN)/kairan $(CLIENT) ## Only set up: afterwards .venv/bin/kairan works

tools: setup .venv/.stamp-tools

.venv/.stamp-run: requirements/run.txt requirements/build.txt
	@echo "Setting up Python packages and Node.js (about 1 minute)…" >&2
	@$(BIN)/pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	@$(PIP) install --require-hashes --only-binary :all: -r requirements/run.txt -r requirements/build.txt
	@touch $@

.venv/.stamp-tools: requirements/test.txt requirements/lint.txt .venv/.stamp-run
	@echo "Setting up the tools for tests and checks (about 1 minute)…" >&2
	@$(PIP) install --require-hashes --only-binary :all: -r requirements/test.txt -r requirements/lint.txt
	@touch $@

$(BIN)/kairan: pyproject.toml .venv/.stamp-run
	@$(PIP) install --no-index --no-deps --no-build-isolation --editable .
	@touch $@

web/node_modules/.package-lock.json: web/package-lock.json | .venv/.stamp-run
	@echo "Setting up the client's packages (about 1 minute)…" >&2
	@bin/npm ci --ignore-scripts --loglevel error >/dev/null
	@touch $@

$(CLIENT): $(CLIENT_FILES) web/node_modules/.package-lock.json
	@echo "Building the client (about 10 seconds)…" >&2
	@bin/npm run --silent build -- --logLevel warn >&2
	@touch $@
