# Each target that a person may call carries a ## sentence; `make help` prints them.

PYTHON ?= python3
PORT ?= 5000
BIN := .venv/bin
PIP = $(BIN)/python -m pip install --disable-pip-version-check
# uv makes the environment faster where it is installed; plain venv and pip do the same.
UV := $(shell command -v uv 2>/dev/null)
# Compiled Python is cached: without it each start of the app takes twice as long.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help install demo test lint check format search-quality bench soak lock messages vendor clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# A slow network makes pip warn line after line: its output is shown only when it fails.
quietly = output=$$($(1) 2>&1) || { printf '%s\n' "$$output" >&2; exit 1; }

# The stamps name what the environment was made from: a changed lock makes it stale.
.venv/run.stamp: requirements.txt pyproject.toml
	@echo "Making .venv with what the product needs …" >&2
ifdef UV
	@test -x $(BIN)/python || uv venv --quiet --python $(PYTHON) .venv
	@$(call quietly,uv pip install --python $(BIN)/python --require-hashes -r requirements.txt)
	@$(call quietly,uv pip install --python $(BIN)/python --no-deps -e .)
else
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(call quietly,$(PIP) --require-hashes -r requirements.txt)
	@$(call quietly,$(PIP) --no-deps -e .)
endif
	@touch $@

.venv/dev.stamp: requirements-dev.txt .venv/run.stamp
	@echo "Adding what tests and checks need …" >&2
ifdef UV
	@$(call quietly,uv pip install --python $(BIN)/python --require-hashes -r requirements-dev.txt)
else
	@$(call quietly,$(PIP) --require-hashes -r requirements-dev.txt)
endif
	@touch $@

install: .venv/run.stamp ## Make the environment only

demo: .venv/run.stamp ## Serve the sample conference (PORT=5000)
	@$(BIN)/eventapp demo --port $(PORT)

test: .venv/dev.stamp ## Run every test; gets PostgreSQL and a browser by itself
	$(BIN)/python -m pytest -n auto --dist loadgroup $(ARGS)

lint: .venv/dev.stamp ## Lint, types, import rules, templates: seconds
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet

check: lint ## Lint, and the rules that a linter cannot see; migrations
	$(BIN)/python -m pytest -q -n auto tests/house

format: .venv/dev.stamp ## Format the code
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format --quiet .

search-quality: .venv/dev.stamp ## Ask what municipalities ask, and see what each rule of search is worth
	@$(BIN)/python -m tests.search_quality $(ARGS)

bench: .venv/dev.stamp ## Measure beside calibrators, or ARGS="--against <rev>" beside another tree
	$(BIN)/python -m tests.bench $(ARGS)
ifeq ($(findstring --against,$(ARGS)),)
	$(BIN)/python -m tests.bench.floor
	$(BIN)/python -m tests.bench.floor --slow-commit 4
	$(BIN)/python -m tests.bench.door
	$(BIN)/python -m tests.bench.survey
	$(BIN)/python -m tests.bench.exchange
	$(BIN)/python -m tests.bench.report
	$(BIN)/python -m tests.bench.organizer.intake
	$(BIN)/python -m tests.bench.organizer.letters
	$(BIN)/python -m tests.bench.organizer.paper
	$(BIN)/python -m tests.bench.organizer.lists
	$(BIN)/python -m tests.bench.organizer.arrivals
	$(BIN)/python -m tests.bench.organizer.schedule
endif

soak: .venv/dev.stamp ## The long runs: faults, power cuts, 100,000 rows
	$(BIN)/python -m pytest -q tests/soak $(ARGS)

lock: ## Lock the dependencies with hashes (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt

messages: .venv/dev.stamp ## Collect the texts to translate and compile the translations
	$(BIN)/pybabel -q extract -F pyproject.toml -k _ -k _l -k _n:1,2 -k ngettext:1,2 --no-location --sort-output --omit-header -o .messages.pot .
	$(BIN)/pybabel -q update -i .messages.pot -d eventapp/translations --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width 100
	$(BIN)/pybabel -q compile -d eventapp/translations
	@rm .messages.pot

vendor: ## Copy pinned browser files from the npm packages (needs Node)
	npm ci --ignore-scripts --no-audit --no-fund
	node static/vendor/vendor.mjs

clean: ## Remove what can be made again
	rm -rf .venv dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
