# Two commands matter: `make demo` and `make test`. Both set everything up by themselves.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
PYTHON ?= python3
BIN := .venv/bin

.PHONY: setup demo test coverage spark long lint kernels bench docs fixtures lock clean

setup: .venv/.dev $(BUNDLE)  ## everything for work on Simpul

.venv/.run: requirements/run.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

BUNDLE := src/simpul/desk/insight/static/insight/network.bundle.js
$(BUNDLE): frontend/network.js frontend/package-lock.json .venv/.run
	@.ci/build-script $(BIN)

.venv/.dev: requirements/dev.txt .venv/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

demo: .venv/.run $(BUNDLE)  ## the example city, studied and served at http://127.0.0.1:8000
	$(BIN)/simpul demo

test: setup  ## lint, types, floors, tests; at most ten minutes on two cores
	@.ci/debian-tools chromium
	$(MAKE) --no-print-directory --jobs=2 --output-sync lint kernels
	$(BIN)/pytest -n 2 --dist loadfile -m "not spark and not long"
	SIMPUL_TEST_DATABASE=postgresql $(BIN)/pytest -n 2 --dist loadfile -m "not spark and not long and not browser" tests/desk --ignore=tests/desk/test_desk_adversarial.py

coverage: setup  ## which lines the tests walk through
	$(BIN)/pytest -n 2 -m "not spark and not long" --cov --cov-report=term:skip-covered

spark: setup  ## the same measures on PySpark
	@.ci/debian-tools java
	$(BIN)/pytest -m spark

long: setup  ## fuzzing, kill loops, large runs
	$(BIN)/pytest -m long
	SIMPUL_TEST_DATABASE=postgresql $(BIN)/pytest tests/desk/test_desk_adversarial.py

lint: setup
	$(BIN)/ruff check src tests benchmarks fixtures
	$(BIN)/ruff format --check src tests benchmarks fixtures
	$(BIN)/mypy
	$(BIN)/lint-imports
	@.ci/clean-locks

kernels: setup  ## compiles what a study runs, once for all workers of the tests
	@home=$$(mktemp --directory); trap 'rm -rf "$$home"' EXIT; \
	XDG_CONFIG_HOME=$$home $(BIN)/simpul demo --no-serve --scale 0.02 --out "$$home/demo" > "$$home/log" 2>&1 || { cat "$$home/log"; exit 1; }

bench: setup  ## figures and ratios against named peers; results go to docs/benchmarks.md by hand
	$(BIN)/python -m benchmarks

docs: setup  ## pages that are made from the code
	$(BIN)/python docs/build.py

fixtures: setup  ## the reference fixtures, to the same bytes each time
	$(BIN)/python -m fixtures.build

lock: setup  ## the locked requirements, without hosts
	cd requirements && for name in run dev; do ../$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes $$name.in -o $$name.txt; done

clean:
	rm -rf .venv frontend/node_modules $(BUNDLE) demo build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage
