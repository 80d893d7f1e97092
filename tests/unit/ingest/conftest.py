"""The tiny plan, and short ways to read a table against it."""

from datetime import date
from pathlib import Path

import pytest

from kpi.catalog import load_catalog
from kpi.ingest import UploadFile, read_upload

TINY = Path(__file__).parents[2] / "data" / "tiny_catalog"
TODAY = date(2026, 1, 15)


@pytest.fixture(scope="session")
def tiny():
    return load_catalog(TINY)


@pytest.fixture
def read(tiny):
    """Read text or bytes as an upload of 15 January 2026."""

    def read_as(content, name="填报.csv", catalog=tiny, today=TODAY):
        return read_upload(UploadFile(name, content.encode() if isinstance(content, str) else content), catalog, today=today)

    return read_as


@pytest.fixture
def codes(read):
    """(row, column, code) of every problem of a table."""

    def codes_of(content, **options):
        return [(problem.row, problem.column, problem.code) for problem in read(content, **options).problems]

    return codes_of
