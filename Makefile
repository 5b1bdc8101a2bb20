# Every routine is one verb. Each sets up what it needs first; nothing has to be prepared by hand.
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo demo-reset test lint bench screenshots

PYTHON := .venv/bin/python

help:  ## list these verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup:  ## what running needs: virtual environment, locked packages, front-end files, translations
	@sh tools/setup.sh

setup-dev:  ## what tests, checks and bench need besides
	@sh tools/setup.sh dev

demo: setup  ## a running site with demo data on http://127.0.0.1:8000 (web and worker; data is kept)
	@KUANGAN_DEMO=1 $(PYTHON) manage.py demo

demo-reset: setup  ## the same, starting over: the demo data in var/ is deleted first
	@rm -rf var
	@KUANGAN_DEMO=1 $(PYTHON) manage.py demo

test: setup-dev  ## all tests: SQLite, a throw-away PostgreSQL, browser journeys; says loudly what could not run
	@bash tools/test.sh

lint: setup-dev  ## style, types, house plan, templates, migrations, translations, locks, security patterns
	@bash tools/lint.sh

bench: setup-dev  ## measure the figures of docs/performance and print them
	@KUANGAN_DEMO=1 KUANGAN_DATA_DIR=var/bench $(PYTHON) manage.py bench

screenshots: setup-dev  ## take the pictures of the manual from a running, fresh demo (URL=http://127.0.0.1:8000)
	@$(PYTHON) tools/screenshots.py --url $(or $(URL),http://127.0.0.1:8000)
