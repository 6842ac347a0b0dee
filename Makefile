# Every target sets up what it needs: a virtual environment from the locked requirements, nothing by hand.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PYTHONPATH := functions:.
# What local/tools.py found or fetched comes first: Python 3.13 and Node.js, where the machine has none.
export PATH := $(CURDIR)/.cache/tools/bin:$(PATH)

.PHONY: run test unit coverage check docs hooks bench batch reference conformance lock tools build deploy key fuzz load
.PHONY: faults audit clean

run: $(VENV)/run.stamp
	@$(BIN)/python -m local

# The tests that run in one process are run under coverage, whose floor stands in pyproject.toml; the others beside it.
IN_PROCESS := tests/unit tests/integration tests/golden tests/architecture
test: tools
	$(BIN)/python -m coverage run -m pytest --durations=20 $(IN_PROCESS)
	$(BIN)/python -m local.coverage_floor
	$(BIN)/python -m pytest --durations=20 $(addprefix --ignore=,$(IN_PROCESS))

# What needs neither AWS nor a process of its own: seconds.
unit: $(VENV)/dev.stamp
	$(BIN)/python -m pytest tests/unit

# Which lines and branches the tests that run in one process come to, as pages in .cache/coverage-html.
coverage: tools
	$(BIN)/python -m coverage run -m pytest $(IN_PROCESS)
	$(BIN)/python -m coverage html -q -d .cache/coverage-html
	$(BIN)/python -m local.coverage_floor

# Run what `make check` runs before each commit.
hooks: $(VENV)/dev.stamp
	$(BIN)/pre-commit install

check: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m local.docs --check

# The pages that follow from the code: docs/openapi.json, the tables of docs/url.md, the README's pictures.
docs: $(VENV)/dev.stamp
	$(BIN)/python -m local.docs
	$(BIN)/python -m local.pictures

# STAGE is a section of samconfig.toml: dev or prod. What a stage is made of is said there.
STAGE ?= dev
SAM := SAM_CLI_TELEMETRY=0 $(BIN)/sam

# PARAMETERS="Architecture=x86_64 AlarmEmail=…": template parameters instead of the stage's. Built and deployed alike.
OVERRIDES = "$$($(BIN)/python -m local.stage $(STAGE) $(PARAMETERS))"

build: tools
	parameters=$(OVERRIDES) && $(SAM) build --config-env $(STAGE) --parameter-overrides "$$parameters"

deploy: build
	parameters=$(OVERRIDES) && $(SAM) deploy --config-env $(STAGE) --parameter-overrides "$$parameters"

# A new API key for a deployed stage, printed once. OPTIONS="--label mail --scope render" or OPTIONS="--revoke ID"; TABLE=NAME
# where the stage's stack can't be asked for its table.
key: $(VENV)/run.stamp
	@$(if $(TABLE),,stack=$$($(BIN)/python -m local.stage $(STAGE) --stack) &&) \
	  $(BIN)/python -m local.key $(if $(TABLE),--table $(TABLE),--stack "$$stack") $(OPTIONS)

# What tests and builds need beside Python packages, found or fetched, or named in one line before anything else is begun.
tools: $(VENV)/dev.stamp
	@$(BIN)/python -m local.tools

# `make run` installs only what it needs, so that a first picture comes quickly; the rest comes with `make test`.
MAKE_VENV := test -x $(BIN)/python || { \
  $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
  { echo "Tintype needs Python 3.11 or newer; PYTHON=/path/to/python3 make … names one" >&2; exit 1; }; } && \
  test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements/run.lock
	@$(MAKE_VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check uv
	@$(BIN)/uv pip install -q --python $(BIN)/python -r requirements/run.lock
	@touch $@

$(VENV)/dev.stamp: requirements/dev.lock
	@$(MAKE_VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check uv
	@$(BIN)/uv pip install -q --python $(BIN)/python -r requirements/dev.lock
	@touch $@ $(VENV)/run.stamp

# This renderer beside its peers; `make bench -- --only W1 --steps warm` measures a part, `make bench -- --against COMMIT`
# measures it beside itself. What follows the two dashes are no targets but words for the benchmark.
ifeq (bench,$(firstword $(MAKECMDGOALS)))
BENCH := $(BENCH) $(wordlist 2,$(words $(MAKECMDGOALS)),$(MAKECMDGOALS))
$(eval $(wordlist 2,$(words $(MAKECMDGOALS)),$(MAKECMDGOALS)):;@:)
endif
bench: $(VENV)/dev.stamp
	@$(BIN)/python -m bench $(BENCH)

# 10,000 rows through a batch as files, and 100,000 as URLs: `make test` has 200 and 10,000 of them.
batch: $(VENV)/dev.stamp
	BATCH_FILES=10000 BATCH_ROWS=100000 $(BIN)/python -m pytest tests/integration/services/test_batches.py -k "many or once_each"

# Draw the cases of docs/fidelity/ beside Chromium and satori, and the sheets of docs/sheets/; to be looked at.
reference: $(VENV)/dev.stamp
	@$(BIN)/python -m bench.reference
	@$(BIN)/python -m bench.reference.sheets

# Unicode's conformance files, whole, which npm has; CONFORMANCE="--show 3" shows cases that fail, --sample takes the
# sample of `make test` anew.
conformance: $(VENV)/dev.stamp
	@$(BIN)/python -m tests.conformance $(CONFORMANCE)

# What docs/reliability.md says: 20,000 wrong requests, pictures and fonts at the render door; half an hour of mixed
# load; one fault after the other, and 50 rounds of lost answers. FUZZ="--cases 500 --seed 7", LOAD="--minutes 3" and
# FAULTS="--rounds 3" are shorter ones. `fuzz` then runs schemathesis against the running service, by its own
# description: API_FUZZ="--examples 9" is shorter.
fuzz: $(VENV)/dev.stamp
	@$(BIN)/python -W ignore -m tests.fuzz $(FUZZ)
	@$(BIN)/python -m tests.api_fuzz $(API_FUZZ)

load: $(VENV)/dev.stamp
	@$(BIN)/python -m tests.load $(LOAD)

faults: $(VENV)/dev.stamp
	@$(BIN)/python -m tests.faults $(FAULTS)

# checkov reads template.yaml; it weighs 290 MB, so that it has a virtual environment of its own.
CHECKOV := .cache/checkov
audit: $(CHECKOV)/bin/checkov
	@$(CHECKOV)/bin/checkov --config-file .checkov.yaml

$(CHECKOV)/bin/checkov:
	@$(PYTHON) -m venv $(CHECKOV)
	@$(CHECKOV)/bin/python -m pip install -q --disable-pip-version-check checkov==3.3.30

# Resolve the dependencies of pyproject.toml anew, for every Python from 3.11 up; the layers get the same versions.
LAYER := $(BIN)/uv pip compile -q --universal --python-version 3.13 --generate-hashes --no-header --no-annotate \
  -c requirements/run.lock
lock:
	@$(MAKE_VENV)
	@test -x $(BIN)/uv || $(BIN)/python -m pip install -q uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  pyproject.toml --group dev -o requirements/dev.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  -c requirements/dev.lock pyproject.toml --group run -o requirements/run.lock
	printf 'pillow\nisal\npybase64\nresvg-py\n' | $(LAYER) - | tee layers/pillow/python/*/requirements.txt >/dev/null
	printf 'aws-lambda-powertools\npydantic\nboto3\n' | $(LAYER) - | tee layers/runtime/*/requirements.txt >/dev/null
