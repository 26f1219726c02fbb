# make run and make test are all that is needed; both build what they lack first.
#
#   make run TORCH=cpu    let uv choose PyTorch's CPU build (on Linux it is gigabytes smaller)
#   make studies CLUSTER=tcp://host:8786    measure on a Dask cluster instead of this machine

PYTHON ?= python3
TORCH ?= default
BIN := .venv/bin

.PHONY: run test bench format films examples studies clean

run: .venv/ready-to-run
	$(BIN)/streamlit run app.py

test: .venv/ready-to-test
	sh scripts/browser.sh
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2 --dist worksteal

bench: .venv/ready-to-test
	sh scripts/browser.sh
	$(BIN)/python -m benchmarks

format: .venv/ready-to-test
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

films: .venv/ready-to-run
	$(BIN)/python -m lessons.films.make

examples: .venv/ready-to-run
	$(BIN)/python -m lessons.examples.make

studies: .venv/ready-to-run
	$(BIN)/python -m lessons.studies.make $(if $(CLUSTER),--cluster $(CLUSTER))

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis

.venv/ready-to-run: requirements.txt
	sh scripts/environment.sh $(PYTHON) $(TORCH) requirements.txt
	touch $@

.venv/ready-to-test: requirements.txt requirements-dev.txt
	sh scripts/environment.sh $(PYTHON) $(TORCH) requirements-dev.txt
	touch $@ .venv/ready-to-run
