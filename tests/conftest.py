"""What every test stands on: no setting of the person at the keyboard, never the real database, the same examples each run."""

import gc
import os
from pathlib import Path

import duckdb
import pytest

from tests import memory, profiles
from tests.databases import LookedAt, ReadyMade, built_once
from tests.office import Office
from tests.sharing_out import OneWorkerAFile

profiles.load()
memory.use()
gc.disable()  # until all tests are collected: nothing of them can be freed
BROWSER = f"{Path(__file__).parent / 'browser'}{os.sep}"


def pytest_addoption(parser):
    """Where tests/store keeps its databases."""
    parser.addoption("--store", choices=("file", "lake"), default="file", help="run tests/store on files or on lakes")


def pytest_collection_modifyitems(items):
    """What waits more than it computes begins: a browser, an office program."""
    for item in items:
        if str(item.path).startswith(BROWSER):
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: [not item.get_closest_marker(mark) for mark in ("browser", "office")])


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """A file is for one worker, which makes once what its tests share; the browser's and the office program's are as one."""
    return OneWorkerAFile(config, log)


def pytest_collection_finish():
    """Thousands of tests stay until the end: nobody need look through them again and again for what can be freed."""
    gc.freeze()
    gc.enable()


@pytest.fixture(autouse=True)
def _settings_of_nobody(monkeypatch, tmp_path):
    """A test that forgets to name its database gets an empty place of its own."""
    for name in [name for name in os.environ if name.startswith("KPI_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("KPI_DATABASE", str(tmp_path / "kpi.duckdb"))


@pytest.fixture(autouse=True, scope="session")
def _one_thread_for_each_database():
    """As each worker has one core, threads of DuckDB would do nothing but wait for each other: a third of its time."""
    connect = duckdb.connect
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            duckdb,
            "connect",
            lambda *file, config=None, **options: connect(*file, config=(config or {}) | {"threads": 1}, **options),
        )
        yield


def for_all_workers(tmp_path_factory):
    """A folder that the workers of a run share; of a worker's own if there is but one."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return tmp_path_factory.mktemp("ready_made")
    folder = tmp_path_factory.getbasetemp().parent / "ready_made"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def ready_made(tmp_path_factory):
    """Databases of the plans that ship, made once and copied for each test that only needs one to begin with."""
    from kpi.services.plans import catalogs  # here: a room which needs no database need not wait for the services

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogs, "build_catalog", built_once(catalogs.build_catalog))
        yield ReadyMade(for_all_workers(tmp_path_factory))


@pytest.fixture(scope="session")
def looked_at(tmp_path_factory):
    """Plans that stay open as long as tests only look at them."""
    plans = LookedAt(tmp_path_factory.mktemp("looked_at"))
    yield plans
    plans.close()


@pytest.fixture(scope="session")
def world_of_hostile_people(tmp_path_factory):
    """What came of all that they wrote, and the folder of the database that has it, which nobody opens."""
    from tests.hostile_people import hostile_people  # here, as above

    folder = tmp_path_factory.mktemp("hostile_people")
    return hostile_people(folder), folder


@pytest.fixture(scope="session")
def office(tmp_path_factory):
    """LibreOffice with a profile for all tests of the session."""
    return Office(tmp_path_factory.mktemp("office") / "profile")


@pytest.fixture(scope="session")
def lakes(tmp_path_factory):
    """Lakes on a PostgreSQL of this worker's own."""
    from tests.lakes import served  # here, as above

    yield from served(tmp_path_factory.mktemp("lakes"))
