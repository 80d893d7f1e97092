"""What marks say: one sentence each in both languages, and in however few words never another number."""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from kpi.charts import marks
from kpi.charts.marks.message import Told
from kpi.charts.marks.text import Label, lay_out
from kpi.i18n import in_whole_things, texts
from kpi.model import Bilingual, Status
from kpi.views import Amount, CellState, PointView, WallCell
from tests.unit.charts.marks.reading import read
from tests.unit.charts.marks.states import SHEETS, STATES, standings_of

ZH, EN = texts("zh"), texts("en")


def alt(title, lang="zh"):
    return marks.mark_of(standings_of(title, lang)[0], texts(lang)).alt


@pytest.mark.parametrize(
    ("title", "zh", "en"),
    [
        (
            "严重滞后",
            "技能领军人才：12名，目标100名，按序时应有25名，少13名，严重滞后",
            "Leading talent: 12 people, target 100 people, 25 people due by now, 13 people short, far behind",
        ),
        (
            "滞后，现值为约数",
            "技能人才占比：约28%，目标30%，按序时应达28.32%，较应有值少约0.32个百分点，滞后",
            "Skilled share: about 28%, target 30%, 28.32% due by now, about 0.32 percentage points below the level due, behind",
        ),
        (
            "仅有基期",
            "技能人才占比：基期25.8%以上，目标30%，仅有基期",
            "Skilled share: baseline at least 25.8%, target 30%, baseline only",
        ),
        ("无数据", "技能领军人才（2025年）：目标5名，无数据", "Leading talent (2025): target 5 people, no data"),
        (
            "未完成",
            "技能人才占比：29.1%，目标30%，少0.9个百分点，未完成",
            "Skilled share: 29.1%, target 30%, 0.9 percentage points short, missed",
        ),
        (
            "期满待报，已有旧数",
            "实训基地：19家，目标20家，待核定（到期未报）",
            "Training bases: 19 bases, target 20 bases, pending (period over, not reported)",
        ),
        (
            "数据不全",
            "补贴性培训（2025年）：已报4.7万人次，目标10万人次，数据不全",
            "Subsidised training (2025): 47,000 person-times reported so far, target 100,000 person-times, incomplete data",
        ),
        (
            "累计下降",
            "单位GDP碳排放：−4.6%，目标−18%，按序时应达−7.2%，较应有值少降2.6个百分点，严重滞后",
            "Carbon per unit of GDP: −4.6%, target −18%, −7.2% due by now, "
            "2.6 percentage points short of the cut due, far behind",
        ),
        (
            "位次",
            "全省位次：第6位，目标第3位以内，按序时应达第5位，落后1位，严重滞后",
            "Place in the province: rank 6, target at most rank 3, rank 5 due by now, 1 place behind, far behind",
        ),
        (
            "里程碑，未完成",
            "学院开学：尚未完成，目标完成（到2025年底），未完成",
            "College opened: not yet done, to be completed (by the end of 2025), missed",
        ),
        (
            "人工认定",
            "实训基地：31家，目标30家，已达标（人工认定）",
            "Training bases: 31 bases, target 30 bases, met (judged by a person)",
        ),
        (
            "口径不可比：累计自2018年起",
            "补贴性培训：118万人次（2018年1月—2023年6月），不计入本目标，目标100万人次，口径不可比",
            "Subsidised training: 1,180,000 person-times (January 2018 – June 2023), not counted towards this target, "
            "target 1,000,000 person-times, not comparable",
        ),
        (
            "口径不可比：口径变更",
            "技能人才占比：87%（2020年12月31日），89.3%（2025年12月31日），2025年1月1日起口径变更，前后不可比，目标87.5%，口径不可比",
            "Skilled share: 87% (31 December 2020), 89.3% (31 December 2025), counted differently from 1 January 2025, "
            "target 87.5%, not comparable",
        ),
    ],
)
def test_the_message_is_a_sentence(title, zh, en):
    assert (alt(title), alt(title, "en")) == (zh, en)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.title.en)
def test_a_mark_names_its_target_and_its_verdict(state, lang):
    standing, *steps = standings_of(state.title.zh, lang)
    mark = marks.mark_of(standing, texts(lang), steps=steps)
    assert mark.alt.startswith(standing.name)
    assert standing.status_text.casefold() in mark.alt.casefold()
    assert mark.alt == read(mark).root.get("aria-label")


@pytest.mark.parametrize("width", [120, 150, 180, 230, 260, 300, 420])
@pytest.mark.parametrize(
    ("title", "kept"), [("滞后，现值为约数", "约"), ("仅有基期", "≥"), ("期满待核定：约数与目标分不清", "约")]
)
def test_a_mark_on_a_value_stays_however_short_it_is_told(title, kept, width):
    standing, *_ = standings_of(title)
    picture = read(marks.rail(standing, ZH, width=width))
    (told,) = (
        [text.text for text in picture.root.iter("{*}text") if text.get("y") == "10"][:1]
        if title == "仅有基期"
        else [text.text for text in picture.all("text", "bold") if text.get("y") == "10"]
    )
    assert kept in told


@pytest.mark.parametrize("width", [150, 200, 230, 260, 300, 420])
def test_english_goals_keep_their_sign_when_numbers_are_shortened(width):
    """50,000 is 50k, and at least that."""
    standing, *_ = standings_of("达标，超出很多", "en")
    goals = [text for text in read(marks.rail(standing, EN, width=width)).texts if text.lstrip("≥").startswith("50")]
    assert all(goal.startswith(("≥50k", "≥50,000")) for goal in goals)


def test_a_value_is_shortened_by_its_unit_and_never_rounded():
    """203,100 is 203.1k; where no short number says the same, the long one stays."""
    standing, *_ = standings_of("达标，超出很多", "en")
    assert "203.1k" in read(marks.rail(standing, EN, width=130)).texts
    zh, *_ = standings_of("达标，超出很多")
    assert "20.31万" in read(marks.rail(zh, ZH, width=80)).texts


def test_every_status_is_among_the_states_and_each_kind_of_period():
    shown = [standings_of(state.title.zh)[0] for state in STATES]
    assert {standing.status for standing in shown} == set(Status)
    assert {str(standing.target.period_type) for standing in shown} == {
        "by_date",
        "each_year",
        "single_year",
        "cumulative_window",
        "average_growth",
        "cumulative_change",
        "relative",
        "unspecified",
    }


def test_what_is_called_behind_is_judged_so():
    """The titles of the manual's pictures say what the rules say."""
    named = [(state.title.zh.split("，")[-1], standings_of(state.title.zh)[0].status_text) for state in SHEETS["judged"][:3]]
    assert [title == status for title, status in named] == [True, True, True]


def test_one_figure_is_no_line_and_two_of_one_day_are_one():
    measure = standings_of("未完成")[0].measure
    line = partial(marks.sparkline, measure=measure, words=ZH)
    points = [PointView(date(2020, 12, 31), 0.1, "10%", ""), PointView(date(2021, 12, 31), 0.3, "30%", "")]
    assert line([]) is None
    assert line(points[:1]) is None
    assert line([points[0], points[0]]) is None
    assert line(points).alt == "2020年12月31日10%，2021年12月31日30%，共2个数"


def cell(state, text="", standing=None, lang="zh", **options):
    return marks.cell(WallCell(2024, state, text, f"2024年底{text}", standing), texts(lang), **options)


def test_cells_say_their_word_in_the_lamps_shape_and_tint():
    standing, *_ = standings_of("严重滞后")
    judged = read(cell(CellState.JUDGED, "严重滞后", standing))
    assert judged.texts == ["严重滞后"]
    assert len(judged.all("path", "red halo")) == len(judged.all("rect", "red-tint red-edge")) == 1
    assert cell(CellState.JUDGED, "严重滞后", standing).alt == "2024年底严重滞后"


def test_cells_without_a_verdict_have_no_lamp():
    looks = {
        CellState.BASELINE: "grey-tint",
        CellState.NOT_COMPARABLE: "hatched",
        CellState.OVERDUE: "overdue",
        CellState.DUE: "empty",
    }
    for state, look in looks.items():
        picture = read(cell(state, "待报"))
        assert len(picture.all("rect", look)) == 1
        assert picture.all("path", "halo") == []
    assert len(read(cell(CellState.BLANK)).root) == 1  # its style alone


def test_a_persons_verdict_is_marked_in_a_cell_too():
    standing, *_ = standings_of("人工认定")
    assert read(cell(CellState.JUDGED, standing.status_text, standing)).texts == ["已达标", "人工认定"]


def test_a_word_too_long_for_a_cell_is_cut_with_a_sign():
    (text,) = read(cell(CellState.DUE, "待核定的很长很长的词", width=60)).texts
    assert text.endswith("…")


def test_a_bar_tells_all_counts_the_worst_first():
    counts = {Status.MET: 1, Status.NO_DATA: 9, Status.FAR_BEHIND: 2, Status.BEHIND: 0}
    mark = marks.status_bar(counts, ZH, width=400)
    assert mark.alt == "严重滞后2项，无数据9项，已达标1项"
    assert Bilingual(*(marks.status_bar({Status.MET: 1}, words).alt for words in (ZH, EN))) == Bilingual("已达标1项", "Met 1")


def test_parts_of_the_bar_are_as_wide_as_their_shares():
    """1, 3 and 4 of 8 on 400 pixels."""
    picture = read(marks.status_bar({Status.MET: 1, Status.NO_DATA: 3, Status.BEHIND: 4}, ZH, width=400))
    parts = [
        (float(rect.get("x")), float(rect.get("width"))) for rect in picture.root.iter("{*}rect") if rect.get("height") == "22"
    ]
    assert parts == [(0, 200), (200, 150), (350, 50)]


def test_a_number_stands_above_a_part_it_has_no_room_in():
    """1 of 300 is 2 pixels wide."""
    picture = read(marks.status_bar({Status.FAR_BEHIND: 1, Status.NO_DATA: 299}, ZH, width=600))
    above = [text for text in picture.root.iter("{*}text") if text.get("y") == "11"]
    assert [text.text for text in above] == ["1"]


def test_of_no_targets_the_bar_is_empty():
    assert marks.status_bar({}, ZH).alt == ""


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (0.2, "不足1名", "less than 1 person"),
        (1.2, "超过1名", "over 1 person"),
        (16.8, "17名", "17 people"),
        (3.0, "3名", "3 people"),
    ],
)
def test_a_straight_line_asks_for_no_part_of_a_person(value, zh, en):
    """A fifth of somebody is due by no day; what has a whole number is told as ever."""
    measure = standings_of("严重滞后")[0].measure
    for words, told in ((ZH, zh), (EN, en)):
        closer = words.telling_apart(measure, (value, 1.0)) if value == 1.2 else words
        assert in_whole_things(closer, closer.quantity(value, measure), value, measure) == told


def test_a_rail_asks_for_no_part_of_a_person():
    standing = standings_of("严重滞后")[0]
    assessment = replace(standing.assessment, current_value=0.0, expected_value=0.2, target_value=1.0)
    told = Told(replace(standing, assessment=assessment), ZH)
    assert (told.gaps, told.dues[-1]) == (("差距不足1名",), "应有数不足1名")


def test_a_flag_keeps_its_unit_while_there_is_room():
    """A number close to its flag moves aside; only for want of room is the unit left out."""
    labels = [
        Label(235, ("28.34万人次",), "red bold"),
        Label(258, ("≥30万人次 · 2025年底", "≥30万人次", "≥30万"), "ink", lean=1.0, spare=1),
    ]
    assert [each.text for each in lay_out(labels, 1, 259)] == ["28.34万人次", "≥30万人次"]
    assert [each.text for each in lay_out(labels, 1, 120)] == ["28.34万人次", "≥30万"]


def test_a_flag_keeps_all_its_digits_before_it_is_told_in_thousands():
    """283,420 person-times beside ≥300k were two ways of writing on one rail."""
    standing = standings_of("严重滞后")[0]
    goal = Amount("≥300,000 person-times", 300_000.0, 0, "≥")
    told = Told(replace(standing, unit="person-times", goal=goal), EN)
    assert told.goals[1:] == ("≥300,000 person-times", "≥300,000", "≥300k")
    assert told.bare_goals == 2
