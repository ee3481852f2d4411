# Everything from a clean checkout with nothing but Python 3.11 or newer and make:
#
#   make run     the portal with the demonstration organization, on http://127.0.0.1:8000
#   make test    the whole suite, on SQLite and on a private PostgreSQL
#   make test-long   what takes too long for that: mails and kills, 100,000 times, on both databases
#   make check   linters, formatting, and mistakes that need no database to be found
#   make shots   a picture of every page, into var/shots/
#   make lock    the exact versions of all libraries, written anew
#
# Each sets up what it needs, once.

PYTHON ?= python3
export PORT ?= 8000
PIP := .venv/bin/pip install -qq --disable-pip-version-check --require-hashes
OLD := BRG Portal needs Python 3.11 or newer, and $(PYTHON) is %d.%d. Name another one: make PYTHON=python3.12 ...

.PHONY: run test test-quick test-long check shots lock
.DELETE_ON_ERROR:

run: .venv/run.stamp var/static/staticfiles.json
	@exec .venv/bin/python -m bin.run

test: .venv/test.stamp
	@.venv/bin/python -m bin.test $(ARGS)

# SQLite alone, without the browser: what to run while writing.
test-quick: .venv/test.stamp
	@.venv/bin/python -m pytest --quiet --numprocesses auto -m "not browser and not long" $(ARGS)

# Minutes of mail with workers that are killed all the while.
test-long: .venv/test.stamp
	@.venv/bin/python -m bin.test -m long $(ARGS)

check: .venv/run.stamp .venv/check.stamp
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	@.venv/bin/python -m bin.check

shots: .venv/test.stamp var/static/staticfiles.json
	@.venv/bin/python -m bin.shots $(ARGS)

.venv/bin/python:
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit("$(OLD)" % v if v < (3, 11) else 0)'
	$(PYTHON) -m venv --clear .venv

.venv/%.stamp: requirements/%.txt .venv/bin/python
	@echo "Installing what requirements/$*.txt names; the first time takes a minute"
	$(PIP) --requirement $<
	@touch $@

# The folders stand among the sources beside their files, so that a file taken away counts too.
STATIC := $(shell find static vendor/static config -not -name '*.pyc' -not -name __pycache__)

var/static/staticfiles.json: $(STATIC) .venv/run.stamp
	@echo "Collecting the stylesheets, scripts, fonts and pictures"
	@.venv/bin/python -m bin.collect
	@touch $@

# make lock LOCK=--upgrade takes the newest versions that pyproject.toml allows.
LOCK ?=
COMPILE = var/uv/bin/uv pip compile $(LOCK) --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet pyproject.toml

lock: var/uv/bin/uv
	$(COMPILE) --output-file requirements/run.txt
	$(COMPILE) --group test --constraint requirements/run.txt --output-file requirements/test.txt
	var/uv/bin/uv pip compile $(LOCK) --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet \
		--group check --output-file requirements/check.txt

var/uv/bin/uv:
	$(PYTHON) -m venv --clear var/uv
	var/uv/bin/pip install -qq --disable-pip-version-check uv
