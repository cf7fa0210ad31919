# Everything here works in a fresh clone with git, make and Python 3.11 or newer. The first target that needs them
# makes .venv from the hash-pinned requirements.txt and compiles the translations.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PYTHON ?= $(shell for p in python3 python python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' && { echo $$p; break; }; done)
# Two at a time: the tests start child processes and a Spark of their own.
JOBS ?= 2
ARGS ?=

.PHONY: help
help: ## list the targets
	@echo "make TARGET, with ARGS=... for further arguments of the program behind it:"
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/\1\t\2/p' $(firstword $(MAKEFILE_LIST)) | awk -F '\t' '{printf "  %-13s %s\n", $$1, $$2}'

$(READY): requirements.txt hatch_build.py
	@test -n "$(PYTHON)" || { echo "Reppu needs Python 3.11 or newer; none was found. Say PYTHON=/path/to/python3.11"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.PHONY: setup
setup: $(READY) ## make .venv from the lock; the other targets do it by themselves
	@$(BIN)/python tools/translations.py compile

.PHONY: demo
demo: setup ## a made-up organisation with a year of data, its season's book, and the site; ARGS=--no-serve without it
	$(BIN)/reppu demo $(ARGS)

.PHONY: test
test: setup ## run the tests; what this machine lacks is skipped by name
	$(BIN)/python -m pytest -n $(JOBS) --dist loadgroup $(ARGS)

# What asks the site's database something that SQLite and PostgreSQL could answer differently. Whole processes of the site
# (serving, backups, a browser) are tested on SQLite.
SITE_TESTS := src/reppu/people src/reppu/jobs src/reppu/web/kit src/reppu/reports/pages src/reppu/metrics/pages \
	src/reppu/web/site/tests/test_rights.py src/reppu/web/site/tests/test_first_visit.py

.PHONY: test-postgres
test-postgres: setup ## the site's tests on PostgreSQL instead of SQLite, started for them alone
	$(BIN)/python tools/with_postgres.py $(BIN)/python -m pytest -n $(JOBS) --dist loadgroup $(SITE_TESTS) $(ARGS)

.PHONY: check
check: setup ## style, types, borders between capabilities, translations, documents
	@PATH="$(BIN):$$PATH"; failed=; \
	try() { echo "$$*"; "$$@" || failed="$$failed  $$*"; }; \
	try ruff check . ; \
	try ruff format --check . ; \
	try mypy ; \
	try lint-imports --no-logo ; \
	try python tools/translations.py check ; \
	try python tools/documents.py check ; \
	test -z "$$failed" || { echo "make check: not in order:$$failed"; exit 1; }

.PHONY: fix
fix: setup ## let ruff mend what it can, and bring the .po files in line with the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/python tools/translations.py extract

.PHONY: bench
bench: setup ## measure speed and size beside pandas
	$(BIN)/python -m benchmarks $(ARGS)

.PHONY: torture
torture: setup ## the long tests of kills and races: 1,000 kills instead of 50
	REPPU_TORTURE=1 $(BIN)/python -m pytest -m torture $(ARGS)

.PHONY: fuzz
fuzz: setup ## spoilt exports through every reader for ten minutes: ARGS="--minutes 60 --seed 7"
	$(BIN)/python -m reppu.sources.tests.fuzz --minutes 10 $(ARGS)

.PHONY: lock
lock: setup ## make requirements.txt anew from pyproject.toml and constraints.txt
	$(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header \
		--python-version 3.11 --constraints constraints.txt --extra spark --extra postgres --group dev --quiet -o requirements.txt $(ARGS)

.PHONY: translations
translations: setup ## take new texts out of the code into the .po files, compile them, say what is missing
	$(BIN)/python tools/translations.py extract $(ARGS)
	$(BIN)/python tools/translations.py compile
	$(BIN)/python tools/translations.py check $(ARGS)

.PHONY: coverage
coverage: setup ## simulate how often the 90 % intervals hold, by sample size and tail
	$(BIN)/python -m reppu.metrics.maths.coverage $(ARGS) > coverage_map.new
	mv coverage_map.new src/reppu/metrics/maths/coverage_map.csv

.PHONY: docs
docs: setup ## make docs/metrics.md anew, then check links, names and examples in the documents
	$(BIN)/python tools/documents.py write
	$(BIN)/python tools/documents.py check
