"""What these tests keep their databases in: files, lakes, or, for a test marked `lake_too`, one and then the other."""

import pytest

from tools.postgres import postgres_programs


def pytest_generate_tests(metafunc):
    """With --store lake every test but those of the file's own engine has lakes."""
    if "lakes" in metafunc.fixturenames:
        return
    if metafunc.config.getoption("store") == "lake":
        metafunc.parametrize("_kept_in", ["lake"], indirect=True, ids=["lake"])
    elif any(metafunc.definition.iter_markers("lake_too")) and postgres_programs():
        metafunc.parametrize("_kept_in", ["file", "lake"], indirect=True)


def pytest_collection_modifyitems(config, items):
    """Tests of the file's own engine say nothing of a lake."""
    if config.getoption("store") == "lake":
        left_out = [item for item in items if item.get_closest_marker("file_only")]
        items[:] = [item for item in items if not item.get_closest_marker("file_only")]
        config.hook.pytest_deselected(items=left_out)


@pytest.fixture(scope="session")
def in_lakes(lakes):
    """What has a lake stand for each file."""
    from tests.in_lakes import InLakes  # here: most runs need no PostgreSQL

    return InLakes(lakes)


@pytest.fixture(autouse=True)
def _kept_in(request, monkeypatch, tmp_path):
    """Files, unless it is said otherwise."""
    if getattr(request, "param", "file") == "file":
        yield
        return
    with request.getfixturevalue("in_lakes").within(monkeypatch, tmp_path):
        yield
