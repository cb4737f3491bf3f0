# Two commands are the whole set-up: `make run` serves, `make test` checks everything.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.ready
SERVES := $(VENV)/.serves

.PHONY: run setup index test lint eval pictures docs bundle clean

run: $(SERVES) ## set up, build the index with progress, serve on 127.0.0.1
	$(BIN)/python -m index build
	$(BIN)/python app.py

setup: $(STAMP) ## create .venv with the pinned dependencies and what development needs

# What serving needs: a third of the rest. With a wheelhouse (see `bundle`) nothing is asked of any registry.
$(SERVES): pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet $(PIP_SOURCE) -c constraints.txt setuptools wheel
	$(BIN)/python -m pip install --quiet $(PIP_SOURCE) -c constraints.txt --no-build-isolation -e '.[llm,pages]'
	touch $@

# torch first and alone: a looser requirement would pull gigabytes of CUDA before the pin is seen.
$(STAMP): $(SERVES)
	$(BIN)/python -m pip install --quiet $(PIP_SOURCE) -c constraints.txt torch
	$(BIN)/python -m pip install --quiet $(PIP_SOURCE) -c constraints.txt --no-build-isolation -e '.[dev]'
	touch $@

PIP_SOURCE := $(if $(wildcard wheelhouse/*.whl),--no-index --find-links wheelhouse,)

index: setup
	$(BIN)/python -m index build

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: index lint ## the same set-up, then lint, types and all tests
	$(BIN)/python -m index check
	$(BIN)/python -m pytest -q

eval: index ## run the evaluation suite beside two plain systems; fails when a gate of eval/gates.yaml breaks
	$(BIN)/python -m eval run --system ours --system naive --system bm25 --baseline eval/baselines/ours.json

pictures: index ## take the pictures of docs/ anew, of the running product
	$(BIN)/python -m tests.pictures

docs: setup ## write the parts of docs/ that are built from the code
	$(BIN)/python -m tests.documents

bundle: setup ## a wheelhouse for machines without a registry
	$(BIN)/python -m pip wheel --quiet -w wheelhouse -c constraints.txt setuptools wheel torch
	$(BIN)/python -m pip wheel --quiet -w wheelhouse -c constraints.txt --no-build-isolation '.[dev]'

clean:
	rm -rf $(VENV) wheelhouse data
