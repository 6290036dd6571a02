# Every task by name; `make` alone lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# What asks the database itself. What only reads what is published is asked once: both databases publish the same bytes
# (tests/postgres/test_both.py).
STORING := $(addprefix tests/,commands ingest publishing review running shared store)
THOROUGH := --hypothesis-profile thorough
STORING_FULL := tests/commands/test_kill.py tests/commands/test_verify.py tests/shared/test_second_count.py

# Its tests all have one name (a test an address), of which xdist would run only one.
ALIKE := tests/web/api/test_schemathesis.py

.DEFAULT_GOAL := help
.PHONY: help demo test test-all run format bench lint lock clean

help: ## list the tasks
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(READY): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --only-binary :all: -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $(READY)

demo: $(READY) ## invent labelled records, ingest, publish, and serve them on port 8000
	$(BIN)/portal demo

test: lint ## ruff, mypy, import-linter and the tests
	$(BIN)/python -m pytest -q -n 2 --dist loadfile -m "not full"

test-all: test ## everything: also browsers, both databases, kill loops, validators
	$(BIN)/python -m pytest -q -n 2 --dist loadfile $(THOROUGH) -m full --ignore $(ALIKE)
	$(BIN)/python -m pytest -q $(THOROUGH) -m full $(ALIKE)
	$(BIN)/python -m pytest -q -n 2 --dist loadfile $(THOROUGH) -m "hypothesis and not full"
	$(BIN)/python -m pytest -q -n 2 --dist loadfile $(THOROUGH) -m "not full" --database postgres $(STORING)
	$(BIN)/python -m pytest -q -n 2 --dist loadfile $(THOROUGH) --database postgres $(STORING_FULL)

lint: $(READY) ## the checks that read the code without running it
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

run: $(READY) ## serve what is published on port 8000
	$(BIN)/portal serve

format: $(READY) ## put every file into the one shape
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: $(READY) ## measure speed, as ratios to floors of the same run
	$(BIN)/python -m tests.benchmarks
	$(BIN)/python -m tests.benchmarks.downloading
	$(BIN)/python -m tests.benchmarks.serving
	$(BIN)/python -m tests.benchmarks.lighthouse

lock: ## resolve both locks anew from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --upgrade -o requirements.lock
	$(MAKE) $(READY)
	$(BIN)/python -m tests.locks

clean: ## remove the environment and every cache; keeps instance/
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
