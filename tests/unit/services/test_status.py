"""Every target in words: what the letter alone says, in both languages, as of and as known at."""

import dataclasses
import re
from datetime import date, timedelta

import pytest

from kpi import services
from kpi.errors import NotFound
from kpi.model import Status, end_of_day
from kpi.services import Query
from kpi.wire import status_json
from tests.databases import LETTER, TINY
from tests.unit.services.conftest import TRAINED_2023, ZHANG, load, row, standing, statuses, table

CHINESE = re.compile(r"[\u3400-\u9fff]")


def test_the_letter_in_one_sentence(letter):
    """3 baseline only, 1 far behind, 11 not comparable, 9 without data, 2 not started, 5 not assessed: 31."""
    view = services.status(letter, ZHANG, Query())
    assert view.headline == (
        "截至2023年6月30日，31项目标中，严重滞后1项、口径不可比11项、仅有基期3项、无数据9项、未开始2项、不评价5项，本期没有目标判定为未完成。"
    )
    assert (view.as_of, view.coverage_date, view.earlier) == (date(2023, 6, 30), date(2023, 6, 30), "")
    assert sum(view.counts.values()) == len(view.counted) == 31


def test_a_share_that_only_has_its_baseline(letter):
    """30 − 25.8 = 4.2 points over 2.504 years (2026.0 − 2023.496) is 1.68 points a year."""
    t01 = standing(services.status(letter, ZHANG, Query()), "T01")
    assert (t01.status_text, t01.baseline_on, t01.goal.text) == ("仅有基期", "≥25.8%（2023年6月30日）", "≥30%")
    assert (t01.gap.text, t01.required.text, t01.progress.text) == ("不超过4.2个百分点", "年均需提高不超过1.68个百分点", "")
    assert [figure.printed for figure in t01.baseline_figures] == ["25.8%"]


def test_a_sum_that_is_far_behind(letter):
    """12 of 100 in 2022–2025 is 12.0 % at 365 ÷ 1461 = 24.98 %; 88 in three years are 30 a year, 29 would not do."""
    t33 = standing(services.status(letter, ZHANG, Query()), "T33")
    assert (t33.status_text, t33.current.text, t33.gap.text) == ("严重滞后", "12名", "88名")
    assert t33.assessment.current_date == date(2022, 12, 31)
    assert (t33.progress.text, t33.time.text, t33.lead_told) == ("12%", "25%", "较序时进度慢13个百分点")
    assert t33.required.text == "年均需完成30名"
    assert str(t33.lamp) == "red"


def test_every_figure_leads_back_to_its_document(letter):
    (figure,) = standing(services.status(letter, ZHANG, Query()), "T33").figures
    assert (figure.section, figure.printed, figure.figure_id, figure.batch_id) == ("一（六）二", "12名", "F_LEAD", 1)
    assert "东人社函〔2023〕61号" in figure.source
    assert "“12名”" in figure.source


@pytest.mark.slow
def test_an_uploaded_figure_leads_back_to_file_row_and_uploader(letter, clock):
    load(letter, table(TRAINED_2023, name="培训.csv"))
    (figure,) = standing(services.status(letter, ZHANG, Query()), "T04", 2023).figures
    assert (figure.file, figure.row, figure.user, figure.printed) == ("培训.csv", 2, "张三", "6.2万人次")
    assert figure.source == "文件“培训.csv”第2行（张三，2026年3月2日）"
    assert figure.loaded_at == clock.moment


@pytest.mark.slow
def test_reasons_say_what_to_report(letter):
    t03 = standing(services.status(letter, ZHANG, Query()), "T03")
    assert t03.screen.reason == "118万人次为2018年以来累计，请补报2021—2023年分年数"
    assert t03.sentence.endswith("口径不可比：118万人次为2018年以来累计，请补报2021—2023年分年数。")


def test_two_and_a_half_years_on_nothing_is_missed_without_figures(letter):
    view = services.status(letter, ZHANG, Query(as_of=date(2026, 6, 30)))
    assert {standing(view, each).status for each in ("T01", "T02", "T16")} == {Status.PENDING}
    assert view.counts[Status.MISSED] == 0


@pytest.mark.slow
def test_as_of_leaves_later_figures_out(letter):
    load(letter, table(TRAINED_2023))
    assert standing(services.status(letter, ZHANG, Query()), "T04", 2023).status is Status.MET
    earlier = services.status(letter, ZHANG, Query(as_of=date(2023, 12, 30)))
    assert standing(earlier, "T04", 2023).status is Status.NOT_COMPARABLE
    assert earlier.coverage_date == date(2023, 12, 31)


@pytest.mark.slow
def test_as_known_at_shows_what_was_known(letter, clock):
    before = services.status(letter, ZHANG, Query())
    clock.wind(hours=1)
    load(letter, table(TRAINED_2023))
    clock.wind(hours=1)
    then = services.status(letter, ZHANG, Query(known_at=clock.moment - timedelta(hours=1, seconds=1)))
    assert status_json(then)["targets"] == status_json(before)["targets"]
    now = services.status(letter, ZHANG, Query(known_at=clock.moment))
    assert standing(now, "T04", 2023).current.text == "6.2万人次"


def test_before_anything_was_known_there_are_no_figures(tiny):
    view = services.status(tiny, ZHANG, Query(known_at=end_of_day(date(2000, 1, 1))))
    assert (view.coverage_date, view.as_of) == (None, date(2000, 1, 1))
    assert [each.current.text for each in view.standings] == [""] * 5


def test_what_is_overdue_is_told_by_todays_date_alone(tiny):
    """On 2 March 2026 all three targets are due for the years 2023 to 2025; the longest overdue comes first."""
    overdue = services.status(tiny, ZHANG, Query()).overdue
    assert [(each.target_id, each.due) for each in overdue] == [
        ("G2", date(2023, 12, 31)),
        ("G2", date(2024, 12, 31)),
        ("G1", date(2025, 12, 31)),
        ("G2", date(2025, 12, 31)),
        ("G3", date(2025, 12, 31)),
    ]
    assert overdue[0].text == "分类志愿者培训：2023年的数据已于2023年12月31日到期，待填报"


@pytest.mark.slow
def test_a_region_without_targets_shows_values_and_no_verdict(tiny):
    load(tiny, table(row("volunteers_trained", "0.4", "万人次", year=2023, region="东岸")))
    view = services.status(tiny, ZHANG, Query(region="990101"))
    assert (view.standings, view.headline) == ((), "")
    assert [(each.measure_name, each.text, each.period) for each in view.values] == [("分类志愿者培训", "0.4万人次", "2023年")]


@pytest.mark.slow
def test_values_of_a_region_are_the_newest_by_the_date_asked_for(tiny):
    load(
        tiny,
        table(
            row("landfill_daily", "90", "吨", end="2023-12-31", region="西岸"),
            row("landfill_daily", "95", "吨", end="2023-06-30", region="西岸"),
        ),
    )
    for as_of, text in ((None, "90吨"), (date(2023, 12, 30), "95吨")):
        assert [each.text for each in services.status(tiny, ZHANG, Query(region="990102", as_of=as_of)).values] == [text]


@pytest.mark.slow
def test_a_town_is_never_added_up_for_the_city(tiny):
    load(
        tiny,
        table(
            row("volunteers_trained", "0.8", "万人次", year=2023, region="东岸"),
            row("volunteers_trained", "0.7", "万人次", year=2023, region="西岸"),
        ),
    )
    assert standing(services.status(tiny, ZHANG, Query()), "G2", 2023).current.text == ""


@pytest.mark.slow
def test_a_lamp_scheme_changes_lamps_and_never_a_status(opened, tiny_copy):
    (tiny_copy / "lamps.csv").write_text(
        "scheme,status,lead_from,lead_below,lamp\nbright,baseline_only,,,yellow\nbright,,,,green\n", encoding="utf-8"
    )
    workspace = opened(tiny_copy)
    plain = services.status(workspace, ZHANG, Query())
    bright = services.status(workspace, ZHANG, Query(lamps="bright"))
    assert [str(each.lamp) for each in plain.standings] == ["grey"] * 5
    assert [str(each.lamp) for each in bright.standings] == ["yellow", "green", "green", "green", "yellow"]
    assert statuses(plain) == statuses(bright)


def test_a_lamp_scheme_nobody_knows(tiny):
    with pytest.raises(NotFound):
        services.status(tiny, ZHANG, Query(lamps="rainbow"))


def texts_of(record):
    """Every text of a record, with the name of its field."""
    return [
        (field.name, getattr(record, field.name))
        for field in dataclasses.fields(record)
        if isinstance(getattr(record, field.name), str)
    ]


@pytest.mark.parametrize("catalog", [LETTER, TINY], ids=["letter", "tiny"])
def test_in_english_everything_is_english(opened, catalog):
    workspace = opened(catalog)
    view = services.status(workspace, ZHANG, Query(lang="en", as_of=date(2024, 6, 30)))
    told = [view.headline, view.earlier, *(each.text for each in view.overdue)]
    for each in view.standings:
        told += [text for name, text in texts_of(each) if name not in ("category", "source", "document")]
    assert [text for text in told if CHINESE.search(text)] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_field_of_a_text_is_left_open(letter, lang):
    view = services.status(letter, ZHANG, Query(lang=lang, as_of=date(2026, 6, 30)))
    assert [text for each in view.standings for _, text in texts_of(each) if "{" in text] == []
