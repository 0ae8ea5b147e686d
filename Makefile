# Everything runs in the project's own environment, .venv, made from the hashed locks. Needs Python >= 3.11 with pip.
PYTHON ?= python3
SOURCE ?= README.md
ARGS ?=
BIN := .venv/bin

.PHONY: video deploy worker test lint types contracts check gallery lock clean

video: .venv/.installed
	@$(BIN)/python -m flows.make_video --source "$(SOURCE)" $(ARGS)

# Every night, the films that changed: `make deploy SOURCE=docs ARGS='--cron "0 3 * * *" --timezone Europe/London'`, and a worker.
deploy: .venv/.installed
	@$(BIN)/video-gen deploy --from "$(SOURCE)" $(ARGS)

worker: .venv/.installed
	@$(BIN)/video-gen worker $(ARGS)

test: .venv/.installed-dev
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile $(ARGS)

lint: .venv/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/.installed-dev
	$(BIN)/mypy

contracts: .venv/.installed-dev
	$(BIN)/lint-imports

check: lint types contracts

gallery: .venv/.installed
	@PYTHONPATH=. $(BIN)/python bench/gallery.py $(ARGS)

# pip resolves nothing here: the locks are complete, and each file's hash is checked.
.venv/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Name another: make PYTHON=python3.12 ..." if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing into .venv (once; about a minute) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-index --no-build-isolation --editable .
	@touch $@

.venv/.installed-dev: requirements-dev.lock .venv/.installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

lock:
	uv pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -o requirements.lock
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -o requirements-dev.lock

clean:
	rm -rf .venv build dist
