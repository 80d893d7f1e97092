"""What a target’s line, gap and requirement say once a value has gone past where it was to stay, wherever it is shown."""

from datetime import date
from io import BytesIO

import docx
import pytest

from kpi import services
from kpi.cli import main
from kpi.model import Status
from kpi.services import Query, ReportRequest
from tests.unit.services.conftest import ZHANG, load, row, table

pytestmark = pytest.mark.slow

MID_2024 = date(2024, 6, 30)


@pytest.fixture
def changed(opened, tiny_copy):
    """The tiny plan with one target's comparator and value changed, and volunteers of no better side."""

    def open_changed(before, after):
        for name, old, new in (("targets.csv", before, after), ("measures.csv", "10000,higher", "10000,neutral")):
            text = (tiny_copy / name).read_text(encoding="utf-8")
            assert text.count(old) == 1
            (tiny_copy / name).write_text(text.replace(old, new), encoding="utf-8")
        return opened(tiny_copy)

    return open_changed


def capped(changed, amount):
    """At most 1.2万人次 in 2024, and so much of it by the end of June."""
    workspace = changed("990100,>=,12000,each_year", "990100,<=,12000,each_year")
    load(workspace, table(row("volunteers_trained", amount, "万人次", start="2024-01-01", end="2024-06-30")))
    return workspace


def seen(workspace, target_id, as_of=MID_2024):
    """A target's standing and its row among the gaps, if it has one."""
    view = services.gap_view(workspace, ZHANG, Query(as_of=as_of))
    (standing,) = [each for each in view.status.counted if each.target.target_id == target_id]
    rows = [each for each in view.rows if each.standing.target.target_id == target_id]
    return standing, rows[0] if rows else None


def test_a_limit_exceeded_early(changed):
    """1.3 of at most 1.2万人次: 0.1万 over, with 184 of 366 days to go."""
    standing, gap = seen(capped(changed, "1.3"), "G2")
    assert standing.status is Status.MISSED
    assert (standing.gap.text, standing.required.text, gap.remaining.text) == ("超出0.1万人次", "", "0.5年")
    assert (
        standing.sentence == "2024年分类志愿者培训1.3万人次（截至2024年6月30日），目标为1.2万人次以内，超出0.1万人次，未完成。"
    )
    assert standing.screen.reason == "截至2024年6月30日，2024年合计1.3万人次，目标为1.2万人次以内，超出0.1万人次"
    assert "已超过上限，距期末还有6个月。" in gap.catch_up.text
    assert "期限已到" not in gap.catch_up.text


def test_a_limit_that_is_kept(changed):
    """0.3 of 1.2 is 25 % at 182 ÷ 366 = 49.7 % of the time: 24.7 points less than time would allow, and 0.9 left."""
    standing, gap = seen(capped(changed, "0.3"), "G2")
    assert (standing.status, standing.gap.text, gap) == (Status.ON_PACE, "无", None)
    assert standing.sentence == (
        "2024年分类志愿者培训0.3万人次（截至2024年6月30日），为上限1.2万人次的25%，尚余0.9万人次，所用比例低于序时进度24.7个百分点。"
    )


def test_an_exact_target_passed_on_the_way_down(changed):
    """From 420 to exactly 300 in three years, and 250 after a year and a half: 50 of 120 too far."""
    workspace = changed("990100,<=,300,by_date", "990100,=,300,by_date")
    load(workspace, table(row("landfill_daily", "250", "吨", end="2024-06-30")))
    standing, gap = seen(workspace, "G3")
    assert (standing.status, standing.assessment.lead_pp) == (Status.FAR_BEHIND, pytest.approx(-50 / 120 * 100))
    assert (standing.gap.text, standing.lead_told) == ("降幅超出50吨", "超出部分为全程的41.7%")
    assert gap.share.number == pytest.approx(50 / 120 * 100)
    assert standing.required.text.startswith("年均需增加")
    assert "尚差" not in standing.sentence + gap.catch_up.text
    assert standing.sentence == "2024年6月30日生活垃圾日均填埋量为250吨，2025年底目标为300吨，降幅超出50吨，严重滞后。"


def test_a_gap_below_the_last_decimal_is_told(tiny):
    """11 997 of 12 000 in a year that is over: 3 people are 0.0003万, and 99.975 % is not all of it."""
    load(tiny, table(row("volunteers_trained", "1.1997", "万人次", year=2024)))
    standing, gap = seen(tiny, "G2", date(2024, 12, 31))
    assert (standing.status, standing.gap.text, standing.progress.text) == (Status.MISSED, "0.0003万人次", "99.98%")
    assert standing.screen.reason == "2024年合计1.1997万人次，与目标1.2万人次相差0.0003万人次"
    assert gap.share.text == "0.03%"


def test_the_reports_pace_leaves_out_what_is_too_much(changed):
    workspace = changed("990100,<=,300,by_date", "990100,=,300,by_date")
    load(workspace, table(row("landfill_daily", "250", "吨", end="2024-06-30")))
    report = services.report_model(workspace, ZHANG, ReportRequest(Query(as_of=MID_2024)))
    (line,) = [each for each in report.counted if each.target.target_id == "G3"]
    assert (line.assessment.overshot, line.lead.number, line.required.text) == (
        True,
        pytest.approx(-50 / 120 * 100),
        "年均需增加33.3吨",
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_one_word_for_a_deadline_that_is_missing(letter, lang):
    view = services.status(letter, ZHANG, Query(lang=lang))
    periods = {each.period for each in view.standings if each.status is Status.NOT_ASSESSED}
    assert periods == {"期限待核定" if lang == "zh" else "deadline to be settled"}
    told = [each.text for each in services.gap_view(letter, ZHANG, Query(lang=lang)).unjudged]
    assert [text for text in told if "期限未载明" in text or "unstated" in text] == []


def test_the_letter_a_year_past_its_deadlines_speaks_of_no_growth(letter):
    """T01, T02 and T16 have only their baselines: nothing has grown, and nothing is on time."""
    view = services.status(letter, ZHANG, Query(as_of=date(2026, 6, 30)))
    found = {each.target.target_id: each for each in view.standings}
    for target_id in ("T01", "T02", "T16"):
        assert found[target_id].status is Status.PENDING
        assert (found[target_id].assessment.cagr_ratio, found[target_id].screen.remarks, found[target_id].lead_told) == (
            None,
            (),
            "",
        )


def test_help_of_what_if_in_chinese(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["whatif", "--help"])
    assert (ended.value.code, "设定某项的年增长（%）" in capsys.readouterr().out) == (0, True)


def test_no_sign_stands_in_the_sentences_of_a_report(letter):
    """T01 is at ≥25.8%: tables keep the sign, no paragraph has one."""
    request = ReportRequest(Query(as_of=date(2026, 6, 30)))
    document = docx.Document(BytesIO(services.gap_report(letter, ZHANG, request, "docx").content))
    assert [each.text for each in document.paragraphs if set(each.text) & set("<>≥≤＜＞")] == []
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert any("≥25.80%" in cell for cell in cells)


def test_a_sum_that_is_met_names_its_period(tiny):
    """Two targets of one measure, over a year and over several, would contradict each other as two values of one day."""
    load(tiny, table(row("volunteers_trained", "1.3", "万人次", start="2024-01-01", end="2024-06-30")))
    standing, _ = seen(tiny, "G2")
    assert standing.sentence == "2024年分类志愿者培训1.3万人次（截至2024年6月30日），完成年度任务1.2万人次的108.3%。"


def test_a_sum_that_falls_short_names_its_period(tiny):
    load(tiny, table(row("volunteers_trained", "1.1", "万人次", year=2024)))
    standing, _ = seen(tiny, "G2", date(2024, 12, 31))
    assert standing.sentence == ("2024年分类志愿者培训1.1万人次，完成年度任务1.2万人次的91.7%，尚差0.1万人次。")


def test_a_sentence_bounds_the_gap_as_catching_up_does(letter):
    """25.8 % or more is short of 30 % by 4.2 points at most, wherever it is told."""
    standing, gap = seen(letter, "T01", date(2023, 6, 30))
    assert "尚差不超过4.2个百分点" in standing.sentence
    assert "尚差不超过4.2个百分点" in gap.catch_up.text


def test_what_may_be_there_already_is_not_short_of_nothing(tiny):
    """About 300 of at most 300: satisfied as printed, 100 % at 547 ÷ 1096 = 49.9 % of the time, and not certain."""
    load(tiny, table(row("landfill_daily", "约300", "吨", end="2024-06-30")))
    standing, _ = seen(tiny, "G3")
    assert standing.status is Status.ON_PACE
    assert standing.sentence == (
        "2024年6月30日生活垃圾日均填埋量约为300吨，数值上已满足2025年底300吨以内的目标，待核定，较序时进度快50.1个百分点。"
    )
    assert (standing.screen.reason, standing.full_reason) == ("", "约300吨是否达到目标300吨不能确定，暂按所载数值评价")


def test_what_is_behind_by_little_is_not_level(tiny):
    """5963 of 12 000 is 49.692 % at 182 ÷ 366 = 49.727 % of the time: behind, by 0.035 of a point."""
    load(tiny, table(row("volunteers_trained", "0.5963", "万人次", start="2024-01-01", end="2024-06-30")))
    standing, _ = seen(tiny, "G2")
    assert (standing.status, standing.lead_told) == (Status.BEHIND, "较序时进度慢0.04个百分点")


@pytest.mark.parametrize(
    ("as_of", "in_table", "in_sentence"),
    [
        (date(2024, 12, 30), "1天", "距期末还有1天"),
        (date(2024, 12, 21), "0.3个月", "距期末还有10天"),
        (date(2024, 11, 30), "0.1年", "距期末还有1个月"),
        (date(2024, 12, 31), "已到期", "待核定"),
    ],
)
def test_time_left_is_not_nothing_before_the_last_day(tiny, as_of, in_table, in_sentence):
    load(tiny, table(row("volunteers_trained", "0.5", "万人次", start="2024-01-01", end="2024-06-30")))
    _, gap = seen(tiny, "G2", as_of)
    assert (gap.remaining.text, in_sentence in gap.catch_up.text) == (in_table, True)


def test_past_a_limit_no_share_of_the_way_is_left(changed):
    """1.3 of at most 1.2: no 0 % beside what it is over by."""
    _, gap = seen(capped(changed, "1.3"), "G2")
    assert (gap.share.number, gap.share.text) == (0, "—")


def test_what_is_met_keeps_the_decimals_of_its_measure(tiny):
    """1.2003 of 1.2: no gap is told, so nothing has to follow from further decimals."""
    load(tiny, table(row("volunteers_trained", "1.2003", "万人次", start="2024-01-01", end="2024-06-30")))
    standing, _ = seen(tiny, "G2")
    assert (standing.status, standing.current.text, standing.goal.text) == (Status.MET, "1.2万人次", "≥1.2万人次")
