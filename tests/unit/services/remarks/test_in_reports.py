"""Matters in reports: those of the report's own targets, as of its moment, and byte for byte nothing where there are none."""

from datetime import date

import pytest

from kpi import services
from kpi.model import MatterEvent
from kpi.services import Genre, Grouping, Query, ReportRequest
from kpi.services.reports.issuing import recomputed
from tests.unit.services.conftest import ZHANG
from tests.unit.services.remarks.conftest import CLERK, begin, move

DUE = date(2026, 3, 31)


def model(plan, **asked):
    return services.report_model(plan, ZHANG, ReportRequest(**asked))


def test_a_report_has_the_matters_of_its_own_targets(plan):
    for target, year in (("G1", None), ("G2", 2024)):
        begin(plan, due=DUE, target=target, year=year)
    assert sorted(each.key for each in model(plan).matters) == [("G1", None), ("G2", 2024)]
    of_unit = model(plan, grouping=Grouping.OWNER, group="民政局", genre=Genre.TASKS)
    assert [each.key for each in of_unit.matters] == [("G2", 2024)]
    assert model(plan, query=Query(region="990101")).matters == ()


def test_it_holds_no_text_of_an_instruction_and_no_name_of_who_wrote(plan):
    begin(plan, due=DUE, note="机密批示")
    (told,) = model(plan).matters
    assert (told.history, told.offered, told.instruction) == ((), (), None)
    assert "机密".encode() not in services.gap_report(plan, ZHANG, ReportRequest(), "json").content


def test_what_was_issued_is_worked_out_again_with_the_matters_of_its_moment(plan, clock):
    number = begin(plan, due=DUE)
    clock.moment = clock.moment.replace(month=4, day=5)
    issued = services.issue_report(plan, ZHANG, ReportRequest(), ["json"])
    clock.wind(days=3)
    move(plan, CLERK, number, MatterEvent.ANSWER, steps="办")
    (then,) = recomputed(plan, ZHANG, issued.record.report_id).matters
    assert (str(then.state), then.days_over, then.steps) == ("open", 5, "")
    assert [(str(each.state), each.days_over) for each in model(plan).matters] == [("in_hand", 8)]


@pytest.mark.parametrize("fmt", ["docx", "xlsx", "json", "datapackage"])
def test_a_plan_without_matters_gives_the_bytes_it_gave(plan, fmt, monkeypatch):
    """The very same as where the report knows nothing of matters."""
    made = services.gap_report(plan, ZHANG, ReportRequest(), fmt).content
    monkeypatch.setattr("kpi.services.reports.making.matters_in", lambda *_: ((), None))
    assert services.gap_report(plan, ZHANG, ReportRequest(), fmt).content == made
