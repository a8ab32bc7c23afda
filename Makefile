# Two commands need nothing but Python 3.11 and make: `make demo` and `make test`. Both set up .venv first.
SHELL := /bin/sh
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
# What the environment was made from is kept inside it, so that an unchanged lock installs nothing.
MADE_FROM := requirements.lock pyproject.toml

.PHONY: help demo test docs lint format lock setup
.DEFAULT_GOAL := help

help:
	@echo "make demo    read the example policies, answer three questions, write demo/explorer.html"
	@echo "make test    the whole test suite, with ruff and mypy"
	@echo "make docs    the vocabulary as a page (docs/_build/vocabulary), docs/questions.md from the questions"
	@echo "make lint    ruff and mypy alone"
	@echo "make format  let ruff format the code"
	@echo "make lock    pin all dependencies anew, with hashes, in requirements.lock"

demo: setup
	$(BIN)/privacyflows demo -o demo
	@command -v privacyflows >/dev/null || echo "  To type privacyflows as it stands here, first: . $(VENV)/bin/activate"

test: setup
	$(BIN)/python -m pytest

docs: setup
	$(BIN)/python -m privacyflows.graphs.terms.vocabulary_page docs/_build/vocabulary
	$(BIN)/privacyflows query --list --format md > docs/questions.md

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# uv resolves for all platforms and Pythons at once; it takes no index from this machine's configuration.
lock: setup
	$(BIN)/uv pip compile --no-config --universal --python-version 3.11 --generate-hashes --all-extras --upgrade \
	    --no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock" --quiet --output-file requirements.lock pyproject.toml

setup:
	@for file in $(MADE_FROM); do cmp -s $$file $(VENV)/made-from/$$file || exec $(MAKE) --no-print-directory install; done

# Wheels only: building a package from source would fetch build tools that no hash guards.
.PHONY: install
install:
	@test -n "$(PYTHON)" || { echo "privacyflows needs Python 3.11 or later: install it, or name it: make PYTHON=/path/to/python3" >&2; exit 2; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "privacyflows needs Python 3.11 or later, not $(PYTHON): make PYTHON=/path/to/python3.11" >&2; exit 2; }
	@echo "Setting up $(VENV) from requirements.lock; this takes a minute or two, once."
	@rm -rf $(VENV)/made-from
	"$(PYTHON)" -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@mkdir -p $(VENV)/made-from && cp $(MADE_FROM) $(VENV)/made-from/
