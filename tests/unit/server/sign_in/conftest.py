"""Doors of which all browsers come to one loop, as to a real server."""

import pytest
from anyio.from_thread import start_blocking_portal

from tests.unit.server.sign_in.few import Door


@pytest.fixture(scope="session")
def loop():
    with start_blocking_portal() as portal:
        yield portal


@pytest.fixture
def make(loop):
    """`make(mode, …)` makes a door."""
    return lambda *mode, **settings: Door(loop, *mode, **settings)


@pytest.fixture
def door(make):
    """That of accounts, on this machine alone."""
    return make()
