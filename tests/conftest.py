"""What every test stands on: no setting of the person at the keyboard, never the real database, the same examples each run."""

import os

import pytest
from hypothesis import settings

settings.register_profile("project", max_examples=100, deadline=None, derandomize=True, print_blob=True)
settings.load_profile("project")


@pytest.fixture(autouse=True)
def _settings_of_nobody(monkeypatch, tmp_path):
    """A test that forgets to name its database gets an empty place of its own."""
    for name in [name for name in os.environ if name.startswith("KPI_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("KPI_DATABASE", str(tmp_path / "kpi.duckdb"))
