# Developer commands; `make demo` and `make test` are all that a new user needs.

PYTHON ?= python3
# Which one `make demo` runs: nir, vmpz or crires.
DEMO ?= nir
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

.PHONY: venv demo test test-slow lint generate docs bench clean

venv: $(INSTALLED)

$(INSTALLED): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo 'dpkit needs Python 3.11 or newer; give it with: make PYTHON=python3.11'; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable '.[all]'
	@touch $@

demo: venv
	rm -rf demo-out
	$(BIN)/dpkit demo $(DEMO) --out demo-out

# Three on two cores: tests of the archive wait for the disk, or the server, a third of their time.
test: venv
	$(BIN)/python -m pytest -n 3

test-slow: venv
	$(BIN)/python -m pytest -n 2 -m slow

lint: venv
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

generate: venv
	$(BIN)/dpkit schema generate
	rm -rf tests/external_pf
	$(BIN)/dpkit new-pf dome --out tests/external_pf

docs: venv
	$(BIN)/python -m sphinx --quiet --fail-on-warning --keep-going -b html docs docs/_build/html

bench: venv
	$(BIN)/python tests/bench/startup.py
	$(BIN)/python tests/bench/binding.py
	$(BIN)/python tests/bench/validation.py
	$(BIN)/python tests/bench/workflow.py
	$(BIN)/python tests/bench/vmpz.py
	$(BIN)/python tests/bench/vmpz_stage1.py
	$(BIN)/python tests/bench/crires.py
	$(BIN)/python tests/bench/archive.py
	$(BIN)/python tests/bench/archive_query.py
	$(BIN)/python tests/bench/archive_care.py
	$(BIN)/python tests/bench/archive_release.py
	$(BIN)/python tests/bench/archive_peer.py
	$(BIN)/python tests/bench/archive_validity.py
	$(BIN)/python tests/bench/qc.py
	$(BIN)/python tests/bench/adoption.py
	$(BIN)/python tests/bench/trending.py

clean:
	rm -rf $(VENV) demo-out docs/_build .mypy_cache .ruff_cache .pytest_cache .hypothesis
