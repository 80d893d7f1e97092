"""Issuing reports: what is kept, that it can be worked out again, and what has changed since."""

import hashlib
import json
from datetime import date

import pytest

from kpi import services
from kpi.access import READER
from kpi.errors import KpiError, NotAllowed, NotFound, PreviewOutdated
from kpi.model import Actor, OfficialForm
from kpi.services import Grouping, Query, ReportRequest
from kpi.services.reports import issuing
from tests.unit.services.conftest import ZHANG, load, row, table

pytestmark = pytest.mark.slow

TRAINED_2023 = row("volunteers_trained", "1.3", "万人次", year=2023)
"""G2 asks for 1.2万 a year."""
READER = Actor("看客", READER)


def issue(plan, formats=("csv",), **changes):
    return services.issue_report(plan, ZHANG, ReportRequest(Query(**changes)), formats, "送市府办")


def test_the_ledger_says_who_when_from_what(letter, clock):
    view = issue(letter, ("docx", "csv"))
    record = view.record
    assert (record.report_id, record.issued_by, record.note, record.issued_at) == (1, "张三", "送市府办", clock.moment)
    assert (record.as_of, record.data_version, record.catalog_sha256) == (date(2023, 6, 30), 1, letter.catalog.sha256)
    assert [each.format for each in record.files] == ["docx", "csv"]
    assert services.issued_reports(letter, ZHANG) == (view,)


def test_the_bytes_are_kept_with_their_hash(letter):
    view = issue(letter, ("xlsx",))
    file = services.issued_file(letter, READER, 1, "xlsx")
    assert hashlib.sha256(file.content).hexdigest() == view.record.files[0].sha256
    assert file.name == view.record.files[0].file
    assert file.content.startswith(b"PK")


def test_a_format_named_twice_is_made_once(letter):
    assert [each.format for each in issue(letter, ("csv", "csv")).record.files] == ["csv"]


def test_later_figures_change_nothing_of_what_was_issued(tiny, clock):
    """1.3万 of 1.2万 meets the training target of 2023, a year that had not begun by the figures of 2022."""
    issue(tiny)
    before = services.issued_file(tiny, ZHANG, 1, "csv").content
    clock.wind(days=1)
    load(tiny, table(TRAINED_2023))
    assert services.issued_file(tiny, ZHANG, 1, "csv").content == before
    comparison = services.compare_issued(tiny, ZHANG, 1)
    assert comparison.reproduced
    assert comparison.same_plan
    verdict, value = [row for row in comparison.rows if row.changed]
    assert (verdict.issued_value, verdict.issued_status, verdict.today_status) == ("", "not_started", "met")
    assert (value.issued_value, value.today_value) == ("", "1.3万人次（2023年）")


def test_the_recorded_moment_gives_the_same_numbers_again(tiny, clock):
    """After the upload is taken back and another comes, the second report is still what it was."""
    load(tiny, table(TRAINED_2023))
    clock.wind(days=1)
    issue(tiny)
    clock.wind(days=1)
    services.withdraw(tiny, ZHANG, 2, "误报")
    again = services.recomputed(tiny, ZHANG, 1)
    assert {row.target.target_id: row.status_text for row in again.rows if row.assessment.year == 2023}["G2"] == "已达标"
    comparison = services.compare_issued(tiny, ZHANG, 1)
    assert comparison.reproduced
    assert comparison.changed == 2, "the verdict of 2023 and the value of 2023"
    today = services.report_model(tiny, ZHANG, ReportRequest())
    assert "已达标" not in {row.status_text for row in today.rows if row.target.target_id == "G2"}


def test_a_report_of_a_past_moment_keeps_that_moment(tiny, clock):
    start = clock.moment
    clock.wind(days=1)
    load(tiny, table(TRAINED_2023))
    clock.wind(days=1)
    view = issue(tiny, known_at=start)
    assert view.record.known_at == start
    assert services.compare_issued(tiny, ZHANG, 1).reproduced
    assert services.compare_issued(tiny, ZHANG, 1).changed == 0


def test_what_was_asked_for_is_kept_whole(letter):
    form = OfficialForm("各区人民政府", "市人社局", date(2023, 7, 3), "统计公报", "市委办")
    query = Query(as_of=date(2023, 6, 30), lamps="default", lang="en")
    request = ReportRequest(query, Grouping.CATEGORY, "培训", form=form)
    view = services.issue_report(letter, ZHANG, request, ["csv"])
    assert view.request == request
    assert {json.loads(view.record.parameters)["group"], view.record.title.endswith("(Training)")} == {"培训", True}


def test_a_changed_plan_is_said(letter):
    issue(letter)
    with letter.store._database.outside_transaction() as cursor:
        cursor.execute("update issued_reports set catalog_sha256 = 'another'")
    assert not services.compare_issued(letter, ZHANG, 1).same_plan


def test_figures_that_come_in_meanwhile_make_the_report_anew(tiny, monkeypatch):
    """The first try is made of version 1 and refused by the store; the second is made of version 2."""
    make, tries = issuing.report_model, []

    def made(*arguments, **options):
        report = make(*arguments, **options)
        tries.append(report.data_version)
        if len(tries) == 1:
            load(tiny, table(TRAINED_2023))
        return report

    monkeypatch.setattr(issuing, "report_model", made)
    assert issue(tiny).record.data_version == 2
    assert tries == [1, 2]


def test_figures_that_never_stop_coming_leave_the_ledger_empty(tiny, monkeypatch):
    def outdated(*_, **__):
        raise PreviewOutdated("preview_outdated", expected=1, found=2)

    monkeypatch.setattr(type(tiny.store), "issue", outdated)
    with pytest.raises(PreviewOutdated) as refused:
        issue(tiny)
    assert refused.value.message.key == "error.issue_outdated"
    assert services.issued_reports(tiny, ZHANG) == ()


def test_nothing_is_issued_without_format_or_leave(tiny):
    with pytest.raises(KpiError) as refused:
        issue(tiny, ())
    assert refused.value.message.key == "error.no_format_chosen"
    with pytest.raises(NotFound):
        issue(tiny, ("odt",))
    with pytest.raises(NotAllowed):
        services.issue_report(tiny, READER, ReportRequest(), ["csv"])
    with pytest.raises(NotFound):
        services.compare_issued(tiny, ZHANG, 1)
    assert services.issued_reports(tiny, ZHANG) == ()
