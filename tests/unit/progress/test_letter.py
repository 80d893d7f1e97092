"""The shipped plan with nothing but its own figures, as of its coverage date: every target in the group it must be in."""

from collections import defaultdict
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from kpi.catalog import load_catalog
from kpi.i18n import texts
from kpi.model import OBSERVATION_COLUMNS, Status
from kpi.progress import assess, coverage_date, earlier_message, headline, summarise

CATALOG = Path(__file__).parents[3] / "data" / "catalog"
AS_OF = date(2023, 6, 30)


@pytest.fixture(scope="module")
def catalog():
    return load_catalog(CATALOG)


@pytest.fixture(scope="module")
def observations(catalog):
    """The catalog's figures as the store's observation frame."""
    rows = [{name: getattr(each, name, 1) for name in OBSERVATION_COLUMNS} for each in catalog.observations()]
    frame = pd.DataFrame(rows, columns=list(OBSERVATION_COLUMNS)).astype({"value": "float64"})
    for column in ("window_start", "window_end", "as_of"):
        frame[column] = pd.to_datetime(frame[column]).astype("datetime64[s]")
    return frame


@pytest.fixture(scope="module")
def assessments(catalog, observations):
    return assess(catalog, observations, AS_OF)


@pytest.fixture(scope="module")
def by_target(assessments):
    """The row that counts of each target."""
    return {each.target_id: each for each in summarise(assessments, AS_OF).counted}


def test_coverage_date(observations):
    assert coverage_date(observations) == AS_OF


def test_groups(by_target):
    groups = defaultdict(set)
    for target_id, each in by_target.items():
        groups[each.status].add(target_id)
    assert groups == {
        Status.BASELINE_ONLY: {"T01", "T02", "T16"},
        Status.FAR_BEHIND: {"T33"},
        Status.NOT_COMPARABLE: {"T03", "T04", "T05", "T06", "T07", "T08", "T09", "T24", "T25", "T26", "T27"},
        Status.NO_DATA: {"T10", "T11", "T12", "T14", "T17", "T19", "T22", "T29", "T30"},
        Status.NOT_STARTED: {"T15", "T35"},
        Status.NOT_ASSESSED: {"T13", "T21", "T28", "T31", "T32"},
    }


def test_years_that_count(by_target):
    counted = {each.year for target_id, each in by_target.items() if each.year and target_id != "T15"}
    assert counted == {2023}
    assert by_target["T15"].year == 2024


@pytest.mark.parametrize(("target_id", "gap"), [("T01", 0.042), ("T02", 0.0086), ("T16", 4)])
def test_gaps(by_target, target_id, gap):
    assert by_target[target_id].gap == pytest.approx(gap, abs=1e-12)


def test_leading_talents(by_target):
    # 12 of 100 by the end of 2022, the first of four years: 12.0 % at 365/1461
    found = by_target["T33"]
    assert round(found.completion_pct, 1) == 12.0
    assert round(found.time_pct, 2) == 24.98
    assert round(found.lead_pp, 2) == -12.98
    assert found.current_date == date(2022, 12, 31)


def test_headline_adds_up(assessments, catalog):
    summary = summarise(assessments, AS_OF)
    assert sum(summary.counts.values()) == summary.total == 31
    assert texts("zh").message(headline(summary, AS_OF)) == (
        "截至2023年6月30日，31项目标中，严重滞后1项、口径不可比11项、仅有基期3项、无数据9项、未开始2项、不评价5项，本期没有目标判定为未完成"
    )
    assert earlier_message(summary, catalog) is None


def test_by_date_targets_are_pending_after_their_deadline(catalog, observations):
    later = assess(catalog, observations, date(2026, 6, 30))
    found = {each.target_id: each.status for each in later}
    assert {found["T01"], found["T02"], found["T16"]} == {Status.PENDING}
    assert Status.MISSED not in {each.status for each in later if each.target_id in {"T01", "T02", "T16"}}


@pytest.mark.parametrize(
    ("target_id", "sentence"),
    [
        ("T03", "118万人次为2018年以来累计，请补报2021—2023年分年数"),
        ("T09", "480万张的起始时间未载明，请核定起始日期，或补报2023年数据"),
    ],
)
def test_reasons_an_official_can_act_on(by_target, target_id, sentence):
    assert texts("zh").message(by_target[target_id].reason) == sentence


def test_every_reason_can_be_worded(assessments):
    for lang in ("zh", "en"):
        worded = [texts(lang).message(each.reason) for each in assessments if each.reason]
        assert len(worded) == len(assessments) - 1  # all but T33
