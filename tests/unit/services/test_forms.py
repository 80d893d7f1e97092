"""Forms with exactly the figures that targets wait for: what they ask, and that filled in and uploaded they bring verdicts."""

import csv
import io
from datetime import date

import pytest

from kpi import services
from kpi.errors import KpiError, NotFound
from kpi.services import Query, UploadFile
from tests.unit.services.conftest import ZHANG, load, standing, statuses

VALUE = 7


def rows_of(content):
    """Code, year, dates, region and group of each row of a form as csv."""
    _, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    return [tuple(cells[:1] + cells[2:7]) for cells in rows]


def form(workspace, *keys, **options):
    return services.form_for(workspace, ZHANG, keys, "csv", **options)


def asked(workspace, *keys):
    return rows_of(form(workspace, *keys))


def city(code, year="", start="", end="", group=""):
    return (code, str(year), start, end, "东莞市", group)


def filled(content, values, name="补报.csv"):
    """The form as somebody fills it in, every row by its code and its group."""
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    text = io.StringIO(newline="")
    csv.writer(text).writerows([header, *([*r[:VALUE], values[r[0] + r[6]], *r[VALUE + 1 :]] for r in rows)])
    return UploadFile(name, text.getvalue().encode("utf-8-sig"))


def test_a_year_of_a_yearly_target_is_one_row(letter):
    assert asked(letter, ("T05", 2024)) == [city("edu_skill_quality_training", 2024)]


def test_without_a_year_all_its_years_that_are_over_are_asked(letter):
    """On 2 March 2026 the last of 2023, 2024 and 2025 is over."""
    assert asked(letter, ("T07", None)) == [city("project_training", year) for year in (2023, 2024, 2025)]


def test_of_a_window_the_years_that_are_missing_are_asked_as_far_as_it_reaches(letter):
    """The 12 of 2022 are known to T33; T35 begins in July 2023."""
    assert asked(letter, ("T33", None)) == [city("leading_skilled_talents", year) for year in (2023, 2024, 2025)]
    assert asked(letter, ("T35", None)) == [
        city("key_tech_schools_provincial_new", 2023, "2023-07-01", "2023-12-31"),
        city("key_tech_schools_provincial_new", 2024),
        city("key_tech_schools_provincial_new", 2025),
    ]


def test_a_figure_since_long_before_the_window_does_not_stand_for_its_years(letter):
    """118万人次 have counted since 2018."""
    assert asked(letter, ("T03", None)) == [city("subsidized_training", year) for year in range(2021, 2026)]


def test_a_share_of_a_day_is_asked_with_both_its_parts(letter):
    assert asked(letter, ("T01", None)) == [
        city(code, 2025) for code in ("skilled_share_of_employed", "skilled_talent_total", "employed_total")
    ]


def test_a_share_of_a_year_is_asked_over_the_year_and_one_part_is_of_a_group(letter):
    assert asked(letter, ("T25", 2023)) == [
        city("skill_certificates_senior_share", 2023, "2023-01-01", "2023-12-31"),
        city("skill_certificates", 2023, group="level=senior_and_above"),
        city("skill_certificates", 2023),
    ]


def test_what_two_targets_share_is_one_row(letter):
    assert asked(letter, ("T03", 2024), ("T04", 2024)) == [city("subsidized_training", 2024)]


def test_a_level_by_a_deadline_can_be_asked_for_any_year_before(letter):
    assert asked(letter, ("T16", 2023)) == [city("training_subbases", 2023)]


def test_for_other_places_there_is_a_row_of_each(letter):
    rows = rows_of(form(letter, ("T07", 2024), regions=("441900121", "441900")))
    assert [cells[4] for cells in rows] == ["虎门镇", "东莞市"]


def test_what_has_not_begun_or_is_not_of_the_target_cannot_be_asked(letter):
    for key in (("T05", 2027), ("T05", 2022)):
        with pytest.raises(KpiError, match="nothing_to_fill"):
            form(letter, key)
    with pytest.raises(NotFound):
        form(letter, ("T99", None))


def test_a_year_that_runs_is_asked_without_its_last_day(tiny, clock):
    """Whoever fills it in says up to when; until then the reader says that the year is not over."""
    clock.wind(days=-365)
    (cells,) = asked(tiny, ("G2", 2025))
    assert cells[:4] == ("volunteers_trained", "2025", "", "")


def test_an_address_names_targets_and_years_and_whatever_it_names_besides_is_said(letter):
    view = services.rows_asked(letter, ZHANG, "T05.2024, T07,T99,T05.2027,T05.24")
    assert view.targets == (("T05", 2024), ("T07", None))
    assert [(each.name, each.period, each.unit) for each in view.figures] == [
        ("学历技能素质提升培训", "2024年", "万人次"),
        *(("“项目制”技能培训", f"{year}年", "万人次") for year in (2023, 2024, 2025)),
    ]
    assert (view.unknown, view.idle) == (("T99", "T05.24"), ("T05.2027",))


def test_what_is_due_is_what_is_overdue_the_longest_first(letter):
    due = services.rows_due(letter, ZHANG, Query())
    overdue = services.status(letter, ZHANG, Query()).overdue
    assert [(item.key[0], item.due) for item in due.items] == [(late.target_id, late.due) for late in overdue]
    assert due.items[0].due == date(2023, 12, 31)
    assert rows_of(form(letter, *due.targets)) == asked(letter, *due.targets)
    assert len(due.figures) == len(rows_of(form(letter, *due.targets)))


def test_at_a_past_day_nothing_later_is_due(letter):
    due = services.rows_due(letter, ZHANG, Query(as_of=date(2023, 12, 31)))
    assert {item.due for item in due.items} == {date(2023, 12, 31)}


@pytest.mark.slow
def test_filled_in_and_uploaded_the_verdicts_come(letter):
    """8.5万 of 8万 in each year; 155 of 500 is 31 % of 30 %; 19 of 20; and 2 of 5 is 40 % of a third."""
    keys = [("T07", None), ("T01", None), ("T16", None), ("T25", 2025)]
    values = {
        "project_training": "8.5",
        "skilled_share_of_employed": "31",
        "skilled_talent_total": "155",
        "employed_total": "500",
        "training_subbases": "19",
        "skill_certificates_senior_share": "40",
        "skill_certificates": "5",
        "skill_certificateslevel=senior_and_above": "2",
    }
    preview = services.check_upload(letter, ZHANG, [filled(form(letter, *keys), values)])
    assert [problem.problem.code for problem in preview.problems] == []
    load(letter, filled(form(letter, *keys), values))
    after = statuses(services.status(letter, ZHANG, Query()))
    reached = {("T07", 2023): "met", ("T07", 2024): "met", ("T07", 2025): "met", ("T01", None): "met", ("T16", None): "missed"}
    assert {key: after[key] for key in reached} == reached
    assert standing(services.status(letter, ZHANG, Query()), "T25", 2025).status == "met"
    assert {item.key[0] for item in services.rows_due(letter, ZHANG, Query()).items}.isdisjoint({"T07", "T01", "T16"})
