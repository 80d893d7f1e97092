"""The gap report from the services: the pages' numbers, in every format, and only formats there are."""

import csv
import io

import pytest

from kpi import services
from kpi.access import LOCAL_USER
from kpi.errors import NotFound
from kpi.services import Query, ReportRequest
from tests.databases import LETTER


@pytest.fixture
def plan(ready_made, tmp_path):
    opened = services.open_workspace(ready_made.place(tmp_path / "kpi.duckdb"), LETTER)
    yield opened
    opened.close()


@pytest.mark.slow
def test_csv_says_what_the_page_says(plan):
    made = services.gap_report(plan, LOCAL_USER, ReportRequest(), "csv")
    rows = list(csv.reader(io.StringIO(made.content.decode("utf-8-sig"))))
    view = services.status(plan, LOCAL_USER, Query())
    assert len(rows) == 1 + len(view.standings)
    by_target = {row[rows[0].index("编号")]: row for row in rows[1:]}
    assert "严重滞后" in by_target["T33"]
    assert made.name.endswith("（截至20230630）.csv")


@pytest.mark.slow
@pytest.mark.parametrize("fmt", ["docx", "xlsx"])
def test_office_formats_are_zip_files_of_their_kind(plan, fmt):
    made = services.gap_report(plan, LOCAL_USER, ReportRequest(), fmt)
    assert made.content.startswith(b"PK")
    assert made.name.endswith(f".{fmt}")


def test_a_format_there_is_none_of(plan):
    with pytest.raises(NotFound, match="no_such_format"):
        services.gap_report(plan, LOCAL_USER, ReportRequest(), "odt")
