"""Many reports at once: one for each region, category or unit, each complete, under names of their own."""

import csv
import io
import zipfile

import pytest

from kpi import services
from kpi.errors import NotFound
from kpi.services import Each, Query, ReportRequest
from kpi.services.reports.series import report_requests
from tests.unit.services.conftest import ZHANG

pytestmark = pytest.mark.slow


def names_in(archive):
    with zipfile.ZipFile(io.BytesIO(archive.content)) as opened:
        return opened.namelist()


@pytest.mark.slow
def test_one_for_each_active_region_below(letter):
    """The letter's city has 36 regions below it, 32 towns and streets among them; those that report are active."""
    active = [each.name_zh for each in letter.catalog.children("441900") if each.active]
    archive = services.report_archive(letter, ZHANG, ReportRequest(), Each.REGION, "csv")
    names = names_in(archive)
    assert len(names) == len(active) == len(set(names))
    assert all(any(region in name for name in names) for region in active)
    assert archive.name.endswith(".zip")


def test_each_is_the_report_made_alone(letter):
    (request, *_) = report_requests(letter, ZHANG, ReportRequest(), Each.CATEGORY)
    alone = services.gap_report(letter, ZHANG, request, "csv")
    (first, *_) = services.report_series(letter, ZHANG, ReportRequest(), Each.CATEGORY, "csv")
    assert first == alone


def test_the_categories_share_the_targets_between_them(letter):
    """31 targets and 7 categories with one: each target stands in the report of its category alone."""
    found = []
    for file in services.report_series(letter, ZHANG, ReportRequest(), Each.CATEGORY, "csv"):
        found += {row["编号"] for row in csv.DictReader(io.StringIO(file.content.decode("utf-8-sig")))}
    assert len(found) == len(set(found)) == 31


def test_progress_is_told_after_each(letter):
    told = []
    files = list(services.report_series(letter, ZHANG, ReportRequest(), Each.CATEGORY, "csv", lambda *each: told.append(each)))
    assert [number for number, _, _ in told] == list(range(1, len(files) + 1))
    assert {count for _, count, _ in told} == {len(files)}
    assert [name for _, _, name in told] == [file.name for file in files]


def test_equal_reports_make_equal_archives(letter):
    first, second = (services.report_archive(letter, ZHANG, ReportRequest(), Each.CATEGORY, "csv") for _ in range(2))
    assert first == second


def test_a_region_without_regions_below_and_a_plan_without_units_are_refused(letter):
    with pytest.raises(NotFound) as refused:
        services.report_archive(letter, ZHANG, ReportRequest(Query(region="441900003")), Each.REGION, "csv")
    assert refused.value.message.key == "error.no_reports_by_region"
    with pytest.raises(NotFound) as refused:
        list(services.report_series(letter, ZHANG, ReportRequest(), Each.OWNER, "csv"))
    assert refused.value.message.key == "error.no_reports_by_owner"


@pytest.mark.slow
def test_two_regions_of_one_name_get_two_files(letter, monkeypatch):
    """File systems that do not tell capitals apart would lose one of them."""
    monkeypatch.setattr(type(letter.catalog.plan_region), "name", lambda self, _: "A" if self.region_code < "44190010" else "a")
    names = [file.name.casefold() for file in services.report_series(letter, ZHANG, ReportRequest(), Each.REGION, "csv")]
    assert len(names) == len(set(names)) > 30
