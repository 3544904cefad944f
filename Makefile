# Two commands are enough for most days: `make serve` and `make test`. `make help` names the others.
# Each makes its own .venv first, with nothing but make and a python3 that is 3.11 or newer.

HOST ?= 127.0.0.1
PORT ?= 8080
WORLD ?= content
DATA ?= data
PYTEST_FLAGS ?=

run := .venv/bin/python -m

.PHONY: help serve test test-long test-system bench-validate bench-rules bench-formulas slips lint wheel lock clean root play work

help:  ## say what the commands do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' Makefile

serve: play  ## check and compile content/ and serve it on http://127.0.0.1:8080 (PORT=, WORLD=, DATA= change that)
	@exec .venv/bin/gamectl serve "$(WORLD)" --host "$(HOST)" --port "$(PORT)" --data "$(DATA)"

test: lint  ## everything that needs no root and no patience: lints, types, the quick tests
	$(run) pytest $(PYTEST_FLAGS)

test-long: work  ## the tests that run for minutes
	$(run) pytest -m long $(PYTEST_FLAGS)

slips: work  ## how well single typical slips in content are told: a table, by kind of slip
	$(run) tools.slips

test-system: root work  ## the tests that need root or packages of the operating system
	$(run) pytest -m system $(PYTEST_FLAGS)

bench-validate: work  ## measure the compiler against PyYAML on a large made-up world (ENTITIES=, JOBS= change it)
	$(run) tools.bench_validate --entities $(or $(ENTITIES),100000) $(if $(JOBS),--jobs $(JOBS))

bench-rules: work  ## measure the core: commands and fight rounds a second (TURNS= changes it)
	$(run) tools.bench_rules $(if $(TURNS),--turns $(TURNS))

bench-formulas: work  ## measure formulas against the same expressions compiled by CPython (TURNS= changes it)
	$(run) tools.bench_formulas $(if $(TURNS),--turns $(TURNS))

lint: work  ## ruff, mypy, the arrows between the rooms, the rules of this project
	$(run) ruff check .
	$(run) ruff format --check .
	$(run) mypy
	.venv/bin/lint-imports --no-logo
	$(run) tools.lint_project

wheel: work  ## build the wheel that users install, in dist/
	$(run) build --wheel --no-isolation

lock:  ## choose the newest fitting packages anew and write the requirements files
	@tools/lock.sh build/lock

clean:  ## remove what the commands made: environment, caches, builds (never content, never saved games)
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

root:
	@[ "$$(id -u)" = 0 ] || { echo "These tests change users and limits, so they need root: sudo make test-system"; exit 1; }

play work:
	@tools/set_up.sh .venv $@
