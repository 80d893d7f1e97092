# Everything a person does with the project. `make run` and `make test` need only git, make and Python 3.11 or newer.

PYTHON ?= python3
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin
PIP_OPTIONS := --quiet --no-input --disable-pip-version-check --require-hashes
PIP_INSTALL := $(BIN)/python -m pip install $(PIP_OPTIONS)
DEMO := data/demo.duckdb
EXAMPLE := data/example.duckdb

# Where bytecode may not be kept, each worker, server and child compiles the house anew. git ignores it, and `make clean` takes it away.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run demo example install api test all-tests scale-test torture check fast-tests lint bench bench-large bench-scale screenshots marks house lock clean

help:
	@echo "make run          open the dashboard at http://127.0.0.1:$(PORT)  打开看板"
	@echo "make demo         the same with fictional figures, in a database of its own  演示数据"
	@echo "make example      the national 14th and 15th five-year plans, in a database of its own  全国“十四五”“十五五”规划示例"
	@echo "make test         every check there is, a real browser included  全部检查"
	@echo "make check        the fast ones, no browser; ROOM=ingest those of one room  快速检查"
	@echo "make scale-test   the tests of the store once more, on lakes with a PostgreSQL of their own; takes half an hour  在 DuckLake 上的全部存储检查"
	@echo "make torture      hundreds of kills of processes that write, thousands of files changed by chance, many new examples of each property; takes hours  反复强行终止、随机改动文件与大量随机样例的检查"
	@echo "make install      what run and test need  安装依赖"
	@echo "make bench        speed, measured  测速"
	@echo "make bench-large  the same for 33 towns over ten years, for 3,000 regions, and for a plan of 5,000 targets  大数据量测速"
	@echo "make bench-scale  every county of a country over ten years: 0.1, 1, 10 and 34 million figures; takes minutes and 4 GB of disk  全国各县测速"
	@echo "make api          the API against its description, with many made-up requests  接口测试"
	@echo "make screenshots  the pictures in docs/images  截图"
	@echo "make marks        the pictures of rails, cells and bars in docs/images  小图"
	@echo "make house        the picture of the rooms in CONTRIBUTING  代码结构图"
	@echo "make lock         pin the requirements anew  更新依赖锁定"
	@echo "make clean        remove what can be made again, never data/kpi.duckdb  清理"

run: $(VENV)/ready-to-run
	@$(BIN)/python tools/serve.py --port '$(PORT)'

# Always asked for: what is whole is left as it is, and what an interruption left unfinished is finished.
demo: $(VENV)/ready-to-run
	@$(BIN)/python -m kpi --database $(DEMO) demo
	@$(BIN)/python tools/serve.py --port '$(PORT)' --database $(DEMO)

# Two real plans with published figures, over one library; loading the second again changes nothing.
example: $(VENV)/ready-to-run
	@KPI_CATALOG=data/examples/national/14th $(BIN)/python -m kpi --database $(EXAMPLE) plan load data/examples/national/15th --user make
	@KPI_CATALOG=data/examples/national/14th $(BIN)/python tools/serve.py --port '$(PORT)' --database $(EXAMPLE)

install: $(VENV)/ready-to-test

# tests/sharing_out.py says which worker has which tests; they begin in the order in which they are collected.
PYTEST := $(BIN)/python -m pytest --dist loadscope --no-loadscope-reorder -n
WORKERS := auto
FAST_TESTS := tests/unit tests/store tests/pages tests/docs

# lint looks on with one core while the tests have what is left.
test: $(VENV)/ready-to-test
	@$(BIN)/python tools/system_packages.py
	@$(MAKE) --no-print-directory -j2 lint all-tests

# Two workers more than there are cores: those with a browser or an office program wait for these.
all-tests: WORKERS = $(shell $(BIN)/python -c 'import os; print(2 + (os.cpu_count() or 1))')
all-tests: $(VENV)/ready-to-test
	HYPOTHESIS_PROFILE=test $(PYTEST) $(WORKERS) tests

# Each test has a lake where it would have a file. `make test` runs tests/store/test_lake.py and what is marked `lake_too`.
scale-test: $(VENV)/ready-to-test $(VENV)/s3/ready
	@$(BIN)/python tools/system_packages.py
	HYPOTHESIS_PROFILE=check $(PYTEST) $(WORKERS) --store lake tests/store
	HYPOTHESIS_PROFILE=check $(PYTEST) $(WORKERS) tests/store/test_lake.py tests/store/test_lake_in_s3.py tests/store/test_moving.py tests/unit/server/test_several_servers.py

KILLS := 500
TABLES := 10000
WORKBOOKS := 1000
# `make test` kills a few of each, and tries a few examples of each property.
torture: $(VENV)/ready-to-test
	@$(BIN)/python -m bench.kills $(KILLS)
	@$(BIN)/python -m bench.kills $(KILLS) lake
	@$(BIN)/python -m bench.writers $(KILLS) 100
	@$(BIN)/python -m bench.mutations $(TABLES) $(WORKBOOKS)
	HYPOTHESIS_PROFILE=torture $(PYTEST) $(WORKERS) $(shell grep -rl hypothesis tests/unit tests/store --include='test_*.py')

# With a ROOM of kpi/, only its own tests: tests/unit/ROOM or tests/unit/test_ROOM.py, those of the store, the pages of web.
ROOM :=
ROOM_TESTS := $(if $(ROOM),$(wildcard tests/unit/$(ROOM) tests/unit/test_$(ROOM).py) \
  $(if $(filter store,$(ROOM)),tests/store) $(if $(filter web,$(ROOM)),tests/pages))

ifeq ($(ROOM),)
check: $(VENV)/ready-to-test
	@$(MAKE) --no-print-directory -j2 lint fast-tests

fast-tests: $(VENV)/ready-to-test
	HYPOTHESIS_PROFILE=check $(PYTEST) $(WORKERS) -m 'not office and not slow' $(FAST_TESTS)
else
check: $(VENV)/ready-to-test
	@test -n '$(strip $(ROOM_TESTS))' || { echo "No tests of a room “$(ROOM)”; there are: $(notdir $(wildcard tests/unit/*)) store" >&2; exit 2; }
	$(BIN)/ruff format --check kpi/$(ROOM)* $(ROOM_TESTS)
	$(BIN)/ruff check kpi/$(ROOM)* $(ROOM_TESTS)
	HYPOTHESIS_PROFILE=check $(PYTEST) $(WORKERS) -m 'not office and not slow' $(ROOM_TESTS)
endif

lint: $(VENV)/ready-to-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --strict kpi
	$(BIN)/lint-imports

bench: $(VENV)/ready-to-test $(VENV)/bench/ready
	@$(BIN)/python tools/system_packages.py
	@$(BIN)/python -m bench

bench-large: $(VENV)/ready-to-test
	@$(BIN)/python -m bench.large
	@$(BIN)/python -m bench.large --regions 3000 --years 1 --months 1
	@$(BIN)/python -m bench.plans

bench-scale: $(VENV)/ready-to-test
	@$(BIN)/python -m bench.scale
	@$(BIN)/python -m bench.one_upload
	@$(BIN)/python -m bench.archives

# `make test` tries a few of each kind.
api: $(VENV)/ready-to-test
	KPI_API_EXAMPLES=200 $(BIN)/python -m pytest tests/browser/test_api.py

screenshots: $(VENV)/ready-to-test marks
	@$(BIN)/python tools/system_packages.py
	@$(BIN)/python -m tools.screenshots

# Their text is compared with what the code draws: a test fails until they are made anew.
marks: $(VENV)/ready-to-test
	@$(BIN)/python -m tools.marks

house: $(VENV)/ready-to-test
	@$(BIN)/python -m tools.house

lock: $(VENV)/ready-to-test
	@$(BIN)/python tools/lock.py

clean:
	rm -rf $(VENV) $(DEMO) $(DEMO).wal $(DEMO).journal $(EXAMPLE) $(EXAMPLE).wal $(EXAMPLE).journal .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis tools/ooxml/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The files below are stamps: while they are newer than what they depend on, there is nothing to install.

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) --version 2>/dev/null || echo not there)." >&2; \
	  echo "Name a newer one: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; \
	  echo "需要 Python 3.11 或更新版本，可用 PYTHON=python3.12 指定。" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "The virtual environment could not be made. On Debian and Ubuntu: apt-get install python3-venv" >&2; \
	  echo "无法建立虚拟环境。Debian、Ubuntu 请先安装 python3-venv。" >&2; exit 1; }

$(VENV)/ready-to-run: requirements.txt | $(VENV)/bin/python
	@echo "Installing the pinned requirements, once (about a minute) … 首次安装依赖，约一分钟……"
	@$(PIP_INSTALL) -r requirements.txt
	@touch $@

$(VENV)/ready-to-test: requirements.txt requirements-dev.txt | $(VENV)/bin/python
	@echo "Installing what the tests need, once (about a minute) …"
	@$(PIP_INSTALL) -r requirements-dev.txt
	@touch $(VENV)/ready-to-run $@

# Dash and Vizro, which `make bench` holds the overview against, in an environment of their own.
$(VENV)/bench/ready: requirements-bench.txt | $(VENV)/bin/python
	@echo "Installing what the bench holds the pages against, once (about a minute) …"
	@$(PYTHON) -m venv $(VENV)/bench
	@$(VENV)/bench/bin/python -m pip install $(PIP_OPTIONS) -r requirements-bench.txt
	@touch $@

# An S3-compatible store for the tests of a lake that has its files in one, in an environment of its own.
$(VENV)/s3/ready: requirements-s3.txt | $(VENV)/bin/python
	@echo "Installing an S3-compatible store for the tests, once (about a minute) …"
	@$(PYTHON) -m venv $(VENV)/s3
	@$(VENV)/s3/bin/python -m pip install $(PIP_OPTIONS) -r requirements-s3.txt
	@touch $@
