# `make` alone shows what there is. Everything is installed in .venv and nothing outside this folder is touched.

AS_OF := 2026-11-20
UV := uv==0.13.8
PYTEST_ARGS ?= -n 2
BENCH_ARGS ?=
UPGRADE ?=

VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready
BENCH_PY := .venv-bench/bin/python
BENCH_READY := .venv-bench/.ready
ZENSICAL_READY := .venv-zensical/.ready
PIP_INSTALL := -m pip install -qq --disable-pip-version-check --no-input
COMPILE := .venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
           --no-header --no-annotate $(UPGRADE)

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test check format fenland zensical pictures bench lock wheel clean always

# An environment does not survive a move or a copy of its folder: make it again there.
ifneq ($(shell cat $(READY) 2>/dev/null),$(CURDIR))
$(READY): always
endif
ifneq ($(shell cat $(BENCH_READY) 2>/dev/null),$(CURDIR))
$(BENCH_READY): always
endif
ifneq ($(shell cat $(ZENSICAL_READY) 2>/dev/null),$(CURDIR))
$(ZENSICAL_READY): always
endif
always:

help: ## Show this list
	@echo "What you can make:"
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-15s %s\n", $$1, $$2}'

demo: $(READY) ## Check the fictional service, build its site, say where to open it
	@echo
	@echo "1 of 2  Checking the fictional service in evidence/ as on $(AS_OF)"
	@echo
	@$(PY) -m rsqm_tool check --as-of $(AS_OF) || { code=$$?; [ $$code -eq 1 ] || exit $$code; }
	@echo
	@echo "        The gaps above are there on purpose. 'rsqm check' exits 1 when there is one."
	@echo
	@echo "2 of 2  Building the site that an assessor reads"
	@echo
	@$(PY) -m rsqm_tool publish --as-of $(AS_OF)
	@echo
	@echo "Done. Open that address in a browser: the site needs no network and no server."

test: $(READY) ## Run every test
	@$(PY) -m pytest -q $(PYTEST_ARGS)

check: $(READY) ## Check the code: lint, format, types, links of the documents, lock files
	@$(PY) -m ruff check --output-format concise .
	@$(PY) -m ruff format --check --output-format concise .
	@$(PY) -m mypy
	@NO_MKDOCS_2_WARNING=1 $(PY) -m mkdocs build --quiet
	@if grep -nE '://|^ *-[-a-z]*(index|find-links|trusted)' requirements*.lock; then \
	    echo "A lock file names an address. Run 'make lock'."; exit 1; fi

format: $(READY) ## Put the code in its usual form
	@$(PY) -m ruff check --fix --exit-zero --output-format concise .
	@$(PY) -m ruff format .

fenland: $(READY) ## Write the fictional service again: same seed, same bytes
	@$(PY) -m tools.fenland

zensical: $(READY) $(ZENSICAL_READY) ## Build the demo's site with the builder that comes next, and compare its pages
	@$(PY) -m rsqm_tool publish --as-of $(AS_OF) > /dev/null
	@$(PY) -m tools.zensical build/assessor .venv-zensical/bin/zensical

pictures: $(READY) ## Take the README's pictures from the demo's site again
	@$(PY) -m rsqm_tool publish --as-of $(AS_OF) > /dev/null
	@$(PY) -m tools.screenshots --readme

bench: $(BENCH_READY) ## Measure beside peers and bare readers, write benchmarks/README.md (BENCH_ARGS=--quick for less)
	@missed=0; for part in run "whole $(BENCH_ARGS)" site privacy disclosure; do \
	    set -- $$part; script=$$1; shift; $(BENCH_PY) benchmarks/$$script.py "$$@" || missed=1; done; exit $$missed

wheel: $(READY) ## Build the wheel and the source package in dist/
	@rm -rf dist build/wheel.log
	@mkdir -p build
	@$(PY) -m build --no-isolation --outdir dist . > build/wheel.log 2>&1 || { cat build/wheel.log; exit 1; }
	@ls dist/*

lock: .venv-lock/bin/uv ## Write the lock files again (UPGRADE=--upgrade for newer versions)
	@$(COMPILE) pyproject.toml --output-file requirements.lock
	@$(COMPILE) pyproject.toml --group dev --constraints requirements.lock --output-file requirements-dev.lock
	@$(COMPILE) pyproject.toml --group bench --constraints requirements.lock --output-file requirements-bench.lock
	@$(COMPILE) --group zensical --output-file requirements-zensical.lock

clean: ## Remove everything that was made, the environments too
	@rm -rf build dist .venv .venv-bench .venv-lock .venv-zensical .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): requirements-dev.lock pyproject.toml
	@echo "Setting up in $(VENV): once, about a minute"
	@sh tools/new-venv.sh $(VENV)
	@$(PY) $(PIP_INSTALL) --require-hashes -r requirements-dev.lock
	@$(PY) $(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@printf '%s' "$(CURDIR)" > $@

# The tool as people get it, from its wheel, beside the peers.
$(BENCH_READY): requirements-bench.lock pyproject.toml $(shell find rsqm_tool standards site -type f 2>/dev/null | grep -v __pycache__)
	@$(MAKE) --no-print-directory wheel
	@echo "Setting up in .venv-bench"
	@sh tools/new-venv.sh .venv-bench
	@$(BENCH_PY) $(PIP_INSTALL) --require-hashes -r requirements-bench.lock
	@$(BENCH_PY) $(PIP_INSTALL) --no-deps --force-reinstall dist/*.whl
	@printf '%s' "$(CURDIR)" > $@

$(ZENSICAL_READY): requirements-zensical.lock
	@echo "Setting up in .venv-zensical"
	@sh tools/new-venv.sh .venv-zensical
	@.venv-zensical/bin/python $(PIP_INSTALL) --require-hashes -r requirements-zensical.lock
	@printf '%s' "$(CURDIR)" > $@

.venv-lock/bin/uv: Makefile
	@sh tools/new-venv.sh .venv-lock
	@.venv-lock/bin/python $(PIP_INSTALL) '$(UV)'
	@touch $@
