"""追赶测算: the paragraph for every kind of target, word for word, with numbers worked out by hand."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kpi.analysis import catch_up, difference_mark, missing
from kpi.i18n import round_half_up, texts
from kpi.model import AMBIGUOUS, Kind, Load, Qualifier
from kpi.progress import yearly_averages
from tests.unit.progress.factory import (
    SHARE,
    at,
    by_date,
    day,
    figure,
    flow,
    flow_measure,
    frame,
    in_window,
    in_year,
    judge_one,
    months,
    plan,
    rank_measure,
    ratio_measure,
    stock_measure,
    target,
)

from .builders import with_baseline


def found(goal, reported, as_of, **catalog):
    assessment = judge_one(goal, reported, as_of, **catalog)
    observations, made = frame(*reported), plan(goal, **catalog)
    average = yearly_averages(made, observations, day(as_of)).get("T")
    return catch_up(made, observations, day(as_of), assessment, average)


def told(goal, reported, as_of, lang="zh", **catalog):
    return worded(found(goal, reported, as_of, **catalog), lang)


def worded(finding, lang="zh"):
    words = texts(lang)
    return ("" if lang == "zh" else " ").join(words("service.closed", text=each) for each in finding.sentences)


def test_a_stock_of_an_open_year_lacks_no_figure():
    """90 of 100 in March; what counts is the end of the year."""
    goal = in_year(100, measure_id="stock", year=2026)
    assert told(goal, [at(90, "2026-03-31")], "2026-06-30") == (
        "人才总量截至2026年3月31日为90人，距2026年100人的目标尚差10人。现为2026年3月31日的90人，2026年12月31日后评价。"
    )


def test_a_count_by_a_date():
    """16 of 20 with 2.504 years left are 1.597 a year; from 10 to 16 in the three years before it grew by 2 a year."""
    figures = [at(10, "2020-06-30"), at(16, "2023-06-30")]
    goal, figures, named = with_baseline("2023-06-30", figures, 20)
    assert told(goal, figures, "2023-06-30", figures=named) == (
        "人才总量截至2023年6月30日为16人，距2025年底20人的目标尚差4人。剩余2年零6个月，年均需新增1.6人，"
        "低于2020年6月30日—2023年6月30日年均2人。"
    )


@pytest.mark.slow
def test_a_quota_asks_by_the_month():
    """48 of 120 by June: 72 in six months are 12 a month; the years before brought 60 each, 5 a month."""
    figures = [
        *[flow(60, f"{year}-01-01", f"{year}-12-31") for year in (2022, 2023, 2024)],
        flow(48, "2025-01-01", "2025-06-30"),
    ]
    made = found(in_year(1_200_000), [{**each, "value": each["value"] * 10000} for each in figures], "2025-06-30")
    assert (made.gap, made.months_left, made.per_month) == (pytest.approx(720_000), pytest.approx(6), pytest.approx(120_000))
    assert made.ratio == pytest.approx(720_000 / (184 / 365) / 600_000)
    words = texts("zh")
    assert [words.message(each) for each in made.sentences] == [
        "培训人次2025年目标为120万人次，截至2025年6月30日完成数为48万人次，尚差72万人次",
        "剩余6个月，月均需完成12万人次，为2022—2024年月均5万人次的2.4倍",
    ]


@pytest.mark.slow
def test_a_share_in_people_on_what_the_catalog_derives():
    """4.2 points of 5 333 333 people are 224 000, over 2.504 years 89 454 a year."""
    share = ratio_measure(numerator_id="part", denominator_id="whole", name_zh="技能人才占比")
    whole = stock_measure("whole", name_zh="就业人员", display_unit="万人", display_scale=Decimal(10000), decimals=2)
    part = stock_measure("part", name_zh="技能人才", display_unit="万人", display_scale=Decimal(10000), decimals=2)
    derived = replace(figure("D", "whole", 5333333, "2023-06-30"), load=Load.DERIVED, qualifier=Qualifier.APPROX)
    catalog = {"measures": [share, whole, part], "figures": [derived]}
    goal = by_date("0.3", measure_id="ratio")
    made = found(goal, [at(0.258, "2023-06-30", "ratio", qualifier="ge")], "2023-06-30", **catalog)
    assert made.in_people.people == pytest.approx(224_000, rel=1e-6)
    assert made.in_people.per_year == pytest.approx(224_000 / (3 - 181 / 365), rel=1e-6)
    assert made.in_people.denominator.derived
    assert told(goal, [at(0.258, "2023-06-30", "ratio", qualifier="ge")], "2023-06-30", **catalog) == (
        "技能人才占比截至2023年6月30日达25.8%以上，距2025年底30%的目标尚差不超过4.2个百分点。剩余2年零6个月，年均需提高不超过1.7个百分点，"
        "没有可比的往年数据。按就业人员约533.33万人（2023年6月30日，推算数，未经公布）折算，差额约22.4万人，"
        "平均每年约8.95万人；分母变动时相应增减。"
    )


def test_a_published_denominator_comes_before_a_derived_one():
    derived = replace(figure("D", "whole", 1000, "2024-12-31"), load=Load.DERIVED)
    figures = [at(0.2, "2023-12-31", "ratio"), at(0.25, "2024-12-31", "ratio"), at(800, "2024-06-30", "whole")]
    measures = [ratio_measure(), stock_measure("part"), stock_measure("whole")]
    made = found(by_date("0.3", measure_id="ratio"), figures, "2024-12-31", measures=measures, figures=[derived])
    assert (made.in_people.denominator.value, made.in_people.denominator.derived) == (800, False)
    assert made.in_people.people == pytest.approx(40)


def test_without_a_denominator_it_says_so():
    sentence = told(by_date("0.3", measure_id="ratio"), [at(0.2, "2024-12-31", "ratio")], "2024-12-31")
    assert sentence.endswith("分母没有可用数值，无法折算为绝对数。")


@pytest.mark.slow
def test_a_place_in_a_league_table_moves_up():
    figures = [at(8, "2023-12-31", "rank"), at(6, "2024-12-31", "rank")]
    assert told(by_date(3, "<=", measure_id="rank"), figures, "2024-12-31", measures=[rank_measure()]) == (
        "位次截至2024年底为第6位，距2025年底第3位以内的目标尚差3位。剩余1年，需前移3位，为2023年底—2024年底年均2位的1.5倍。"
    )


def test_what_must_fall_and_grew_instead():
    figures = [at(420, "2023-12-31"), at(450, "2024-12-31")]
    assert told(by_date(300, "<="), figures, "2024-12-31") == (
        "人才总量截至2024年底为450人，距2025年底300人以内的目标尚差150人。剩余1年，需减少150人，"
        "而2023年底—2024年底年均反向变动30人。"
    )


@pytest.mark.slow
def test_room_left_under_a_cap():
    figures = [flow(40000, "2025-01-01", "2025-06-30")]
    assert told(in_year(100000, "<="), figures, "2025-06-30") == (
        "培训人次2025年控制在10万人次以内，截至2025年6月30日为4万人次，尚余6万人次；剩余6个月，月均不得超过1万人次。"
    )
    over = [flow(120000, "2025-01-01", "2025-06-30")]
    assert told(in_year(100000, "<="), over, "2025-06-30") == (
        "培训人次2025年控制在10万人次以内，截至2025年6月30日为12万人次，已超出2万人次。已超过上限，距期末还有6个月。"
    )


def test_without_figures_an_even_month_of_the_quota():
    assert told(in_year(120000, year=2024), [], "2024-06-30").endswith("全年任务均摊每月1万人次。")
    assert "全年任务" not in told(by_date(100), [], "2024-06-30")


@pytest.mark.slow
def test_when_time_is_up_nothing_is_worked_out():
    assert told(by_date(100), [at(10, "2022-12-31"), at(90, "2025-12-31")], "2025-12-31") == (
        "人才总量截至2025年底为90人，距2025年底100人的目标尚差10人。期限已到，不再测算追赶。"
    )
    assert told(by_date(100), [at(10, "2022-12-31"), at(90, "2025-06-30")], "2025-12-31").startswith(
        "人才总量2025年底目标为100人，待核定：最近数据为2025年6月30日的90人"
    )


def test_an_incomplete_sum_is_missing_at_most_that_much():
    hole = [flow(50000, "2025-01-01", "2025-01-31"), flow(50000, "2025-03-01", "2025-03-31")]
    sentence = told(in_year(300000), hole, "2025-03-31")
    assert "尚差不超过20万人次" in sentence
    assert "补报后再测算追赶" in sentence


@pytest.mark.parametrize(
    ("reported", "mark"),
    [
        ([("2025-04-01", "2025-12-31")], Qualifier.LE),  # the first quarter may bring what is missing
        ([("2025-01-01", "2025-09-30")], Qualifier.LE),  # and so may the last
        ([("2025-01-01", "2025-09-30"), ("2025-10-01", "2025-12-31")], Qualifier.EQ),  # the year is whole
    ],
)
def test_of_a_year_gone_by_that_lacks_figures_no_more_is_missing_than_they_may_bring(reported, mark):
    goal = in_year(300000)
    assessment = judge_one(goal, [flow(50000, *days) for days in reported], "2025-12-31")
    assert difference_mark(assessment, flow_measure()) is mark


def test_figures_older_than_the_day_asked_for_say_from_when_the_time_counts():
    figures = [flow(12000, "2022-01-01", "2022-12-31")]
    sentence = told(in_window(100000, "2022-01-01", "2025-12-31"), figures, "2023-06-30")
    assert "距期末还有2年零6个月；自2022年底起算，年均需完成2.93万人次" in sentence
    assert not sentence.startswith("最近数据")


def test_a_figure_older_than_a_year_is_said_to_be_old_first_and_time_is_told_from_the_day_asked_for():
    """Half a year is left on 30 June 2025, whatever the newest figure; on 31 December 2023 it is a year old and not older."""
    figures, goal = [flow(12000, "2022-01-01", "2022-12-31")], in_window(100000, "2022-01-01", "2025-12-31")
    sentence = told(goal, figures, "2025-06-30")
    assert sentence.startswith("最近数据截至2022年底，距2025年6月30日已超过一年。")
    assert "距期末还有6个月；自2022年底起算，年均需完成2.93万人次" in sentence
    assert "最近数据" not in told(goal, figures, "2023-12-31")
    assert "最近数据" in told(goal, figures, "2024-01-01")
    english = told(goal, figures, "2025-06-30", lang="en")
    assert english.startswith("The newest figure is of the end of 2022, more than a year before 30 June 2025. ")
    assert "With 6 months left and counted from the end of 2022, 29,334 person-times must be added a year" in english


@pytest.mark.parametrize(("done", "before", "told_as"), [(127_539, 298_968, "1.2倍"), (60_000, 180_000, "2.7倍")])
def test_a_multiple_follows_from_the_paces_beside_it(done, before, told_as):
    """17.25万 in six months are 2.87万 shown, 29.9万 a year 2.49万: 2.87 ÷ 2.49 is 1.15, told as 1.2; behind it lies 1.147."""
    figures = [flow(before, "2024-01-01", "2024-12-31"), flow(done, "2025-01-01", "2025-06-30")]
    sentence = told(in_year(300_000), figures, "2025-06-30")
    needed, brought, times = re.search(r"月均需完成([\d.]+)万人次.+月均([\d.]+)万人次的([\d.]+倍)", sentence).groups()
    assert times == told_as
    assert round_half_up(Decimal(needed) / Decimal(brought), 1 if Decimal(needed) > Decimal(brought) else 2) == Decimal(
        times[:-1]
    )


def test_where_pace_and_growth_disagree_both_are_said_and_why():
    """145 of 100 → 200 half-way: 10 points behind the line, but 45 % in a year where 41.4 % a year are needed."""
    figures = [at(100, "2023-12-31"), at(145, "2024-12-31")]
    sentence = told(by_date(200), figures, "2024-12-31")
    assert "进度低于序时，但基期以来的年均增速已达所需增速的1.09倍。序时按直线" in sentence
    assert "对上升的指标" in sentence
    falling = told(by_date(100, "<="), [at(200, "2023-12-31"), at(149, "2024-12-31")], "2024-12-31")
    assert "对下降的指标" in falling


def test_english_reads_as_sentences():
    figures = [at(10, "2020-06-30"), at(16, "2023-06-30")]
    goal, figures, named = with_baseline("2023-06-30", figures, 20)
    assert told(goal, figures, "2023-06-30", "en", figures=named) == (
        "Training: 16 person-times as of 30 June 2023, 4 person-times short of the target of 20 person-times for the end "
        "of 2025. With 2 years and 6 months left, 1.6 person-times must be added a year; that is less than the yearly average "
        "of 30 June 2020 – 30 June 2023 (2 person-times)."
    )


@pytest.mark.slow
@given(st.integers(1, 999), st.integers(1, 1000), st.integers(1, 11))
def test_what_a_month_must_bring_closes_the_gap(done, goal, month):
    """Paid month by month, the sum reaches the quota exactly; a met target has nothing to say."""
    figures = months([done / month] * month, 2025)
    made = found(in_year(goal), figures, f"2025-{month:02d}-{[31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30][month - 1]}")
    if done >= goal - 1e-6:
        assert made is None or made.per_month is None or made.per_month < 1e-6
    else:
        assert done + made.per_month * (12 - month) == pytest.approx(goal)


@given(st.sampled_from([">=", "<=", "="]), st.integers(-50, 150))
def test_what_is_missing_is_never_negative(comparator, value):
    judged = judge_one(by_date(100, comparator), [at(0, "2022-12-31"), at(value, "2024-12-31")], "2024-12-31")
    lacking = missing(judged)
    assert lacking is None or lacking >= 0


def test_a_rate_below_ten_keeps_two_digits():
    measure = stock_measure(display_unit="家")
    share = ratio_measure(decimals=1)
    assert share.unit is SHARE
    words = texts("zh")
    assert [words.pace(value, measure) for value in (0.1333, 1.597, 9.96, 14.6, 0, -1.597)] == [
        "0.13家", "1.6家", "10家", "15家", "0家", "−1.6家",
    ]  # fmt: skip
    assert [words.pace(value, share) for value in (0.000384, 0.0168, 0.2)] == ["0.038个百分点", "1.7个百分点", "20个百分点"]
    english = texts("en")
    assert english.pace(1333.4, flow_measure()) == "1,333 person-times"
    assert english.pace(0.1333, flow_measure()) == "0.13 person-times"


def test_over_the_limit_is_not_over_its_time():
    """105 of at most 100 by September: three months of the year are left, and no pace takes it back."""
    measure = flow_measure(display_unit="人次", display_scale=Decimal(1), decimals=0)
    goal, figures = in_year(100, "<="), [flow(105, "2025-01-01", "2025-09-30")]
    early = found(goal, figures, "2025-09-30", measures=[measure])
    assert (early.per_year, early.per_month, early.ratio) == (None, None, None)
    assert told(goal, figures, "2025-09-30", measures=[measure]) == (
        "培训人次2025年控制在100人次以内，截至2025年9月30日为105人次，已超出5人次。已超过上限，距期末还有3个月。"
    )
    assert told(goal, figures, "2025-12-31", measures=[measure]).endswith("已超出5人次。期限已到，不再测算追赶。")


def test_time_left_of_a_limit_is_told_from_the_day_asked_for():
    measure = flow_measure(display_unit="人次", display_scale=Decimal(1), decimals=0)
    goal, figures = in_window(100, "2025-01-01", "2027-12-31", "<="), [flow(105, "2025-01-01", "2025-06-30")]
    assert told(goal, figures, "2025-12-31", measures=[measure]).endswith("已超过上限，距期末还有2年。")
    assert told(goal, figures, "2027-09-30", measures=[measure]).endswith("已超过上限，距期末还有3个月。")


def test_a_hole_hides_part_of_what_has_been_used():
    """30 from April to June of a year that may take 100: what January to March took is not known, so nothing is allowed."""
    measure = flow_measure(display_unit="人次", display_scale=Decimal(1), decimals=0)
    assert told(in_year(100, "<="), [flow(30, "2025-04-01", "2025-06-30")], "2025-06-30", measures=[measure]) == (
        "培训人次2025年控制在100人次以内，截至2025年6月30日为30人次，尚余不超过70人次。"
        "缺2025年1—3月数据，现有合计只是下限，请补报，补报后再测算追赶。"
    )


def test_an_exact_target_that_is_overshot():
    """From 50 to exactly 100 by the end of 2026, and 130 in June 2025: 30 too many."""
    figures = [at(50, "2022-12-31"), at(130, "2025-06-30")]
    text = told(by_date(100, "=", deadline="2026-12-31"), figures, "2025-06-30")
    assert text.startswith("人才总量截至2025年6月30日为130人，2026年底的目标为100人，超出30人。")
    assert "尚差" not in text
    down = told(by_date(50, "=", deadline="2026-12-31"), [at(100, "2022-12-31"), at(30, "2025-06-30")], "2025-06-30")
    assert "2026年底的目标为50人，降幅超出20人。" in down


def test_an_exact_sum_that_is_overshot_asks_for_nothing():
    measure = flow_measure(display_unit="人次", display_scale=Decimal(1), decimals=0)
    assert told(in_year(100, "="), [flow(105, "2025-01-01", "2025-09-30")], "2025-09-30", measures=[measure]) == (
        "培训人次2025年目标为100人次，截至2025年9月30日完成数为105人次，超出5人次。已超过目标数，距期末还有3个月。"
    )


def test_a_level_that_was_to_be_kept_and_a_place_that_was():
    lost = told(by_date(300, "<="), [at(280, "2022-12-31"), at(310, "2025-06-30")], "2025-06-30")
    assert lost == "人才总量截至2025年6月30日为310人，2025年底的目标为300人以内，超出10人。"
    reported = [at(8, "2022-12-31", "rank"), at(12, "2025-06-30", "rank")]
    assert told(by_date(10, "<=", "rank"), reported, "2025-06-30", measures=[rank_measure()]) == (
        "位次截至2025年6月30日为第12位，2025年底的目标为第10位以内，落后2位。"
    )


@pytest.mark.slow
@given(
    value=st.integers(1, 300),
    start=st.integers(1, 300),
    goal=st.integers(1, 300),
    comparator=st.sampled_from([">=", "<=", "="]),
)
def test_past_a_target_nothing_is_lacking(value, start, goal, comparator):
    """尚差 is for what is on its way, 超出 for what has gone past; a limit that is come down to has not been passed."""
    finding = found(by_date(goal, comparator), [at(start, "2022-12-31"), at(value, "2025-06-30")], "2025-06-30")
    assume(finding is not None)
    text = worded(finding)
    beyond = (value - goal) * (1 if start <= goal else -1) > 0
    if comparator == "=" and beyond:
        assert "尚差" not in text
        assert "超出" in text
    if comparator == "<=" and start <= goal < value:
        assert "尚差" not in text
        assert f"超出{value - goal}人" in text
    if comparator == ">=":
        assert "超出" not in text


def test_a_milestone_names_its_deadline_and_no_pace():
    built = stock_measure("built", kind=Kind.MILESTONE, name_zh="平台建成", display_unit="项")
    goal, undone = by_date(1, measure_id="built"), [at(0, "2025-03-31", "built"), at(0, "2025-06-30", "built")]
    assert told(goal, [], "2025-09-30", measures=[built]).startswith("平台建成2025年底目标为完成，")
    assert told(goal, undone, "2025-09-30", measures=[built]) == (
        "平台建成截至2025年6月30日尚未完成，目标为2025年底完成。距期末还有3个月。"
    )
    done = [at(1, "2025-03-31", "built")]
    assert told(goal, done, "2025-09-30", measures=[built]) == "平台建成截至2025年3月31日已完成，目标为2025年底完成。"


@pytest.mark.parametrize("goal", [by_date(100), in_year(1000), in_window(1000, "2024-01-01", "2025-12-31")])
def test_a_deadline_that_is_known_is_named(goal):
    assert "待核定）" not in told(goal, [], "2025-06-30")
    assert "2025年" in told(goal, [], "2025-06-30")


def test_a_flow_of_zero_is_zero_and_a_level_stands_still():
    counted = flow_measure(display_unit="人次", display_scale=Decimal(1), decimals=0)
    nothing = [flow(0, "2024-01-01", "2024-12-31"), flow(5, "2025-01-01", "2025-06-30")]
    assert "，而2024年为0。" in told(in_year(100), nothing, "2025-06-30", measures=[counted])
    still = [at(50, "2023-06-30"), at(50, "2025-06-30")]
    assert "没有变动。" in told(by_date(100), still, "2025-06-30")


def test_needs_are_rounded_up_and_allowances_down():
    """88 in three years are 29.33 a year; 1000 in twelve months 83.33; of 100 for six months 16.67 are allowed."""
    heads = flow_measure(display_unit="名", display_scale=Decimal(1), decimals=0)
    talents = told(
        in_window(100, "2022-01-01", "2025-12-31"), [flow(12, "2022-01-01", "2022-12-31")], "2022-12-31", measures=[heads]
    )
    assert "年均需完成30名" in talents
    assert "全年任务均摊每月84名" in told(in_year(1000), [], "2025-06-30", measures=[heads])
    spent = told(in_year(200, "<="), [flow(100, "2025-01-01", "2025-06-30")], "2025-06-30", measures=[heads])
    assert "月均不得超过16名" in spent


def test_what_is_done_is_not_said_to_be_open():
    """Without a deadline there is no verdict; the value stands beside the target, even where it is all of it."""
    unsettled = target("flow", 6, AMBIGUOUS, window=("2023-01-01", "2025-12-31"))
    measure = flow_measure(display_unit="项", display_scale=Decimal(1), decimals=0)
    text = told(unsettled, [flow(7, "2025-01-01", "2025-12-31")], "2025-12-31", measures=[measure])
    assert text.startswith("培训人次（期限待核定）目标为6项，截至2025年底为7项，期限核定前不作评价：")
    assert "暂不能测算追赶" not in text


def test_a_ratio_of_an_open_year_has_nothing_to_report_belatedly():
    """30 % so far of 33 % over the year: judged when it is over. No figure is missing, so none is asked for."""
    measures = [ratio_measure(decimals=2), flow_measure("part"), flow_measure("whole")]
    so_far = [flow(30, "2025-01-01", "2025-06-30", "part"), flow(100, "2025-01-01", "2025-06-30", "whole")]
    goal = in_year(0.33, measure_id="ratio")
    sentence = told(goal, so_far, "2025-06-30", measures=measures)
    assert "补报" not in sentence
    assert "2025年结束后评价" in sentence
    assert "once they are" not in told(goal, so_far, "2025-06-30", "en", measures=measures)


SHARE_OF_PART = [ratio_measure(), flow_measure("part"), flow_measure("whole")]
FORTY_OF_A_HUNDRED = [flow(40, "2025-01-01", "2025-06-30", "part"), flow(100, "2025-01-01", "2025-06-30", "whole")]


def test_a_share_lacks_neither_at_most_nor_at_least():
    """40 of 100 by June: the rest of the year may raise the share or lower it, whichever side of its target it is on."""
    below = told(in_year(0.5, measure_id="ratio"), FORTY_OF_A_HUNDRED, "2025-06-30", measures=SHARE_OF_PART)
    assert "占比截至2025年6月30日为40%，距2025年50%的目标尚差10个百分点。" in below
    above = told(in_year(0.3, "<=", measure_id="ratio"), FORTY_OF_A_HUNDRED, "2025-06-30", measures=SHARE_OF_PART)
    assert "占比2025年控制在30%以内，截至2025年6月30日为40%，已超出10个百分点。" in above


@pytest.mark.parametrize(
    ("mark", "left"),
    [
        ("eq", "不超过70人次"),
        ("ge", "不超过70人次"),
        ("gt", "不超过70人次"),
        ("le", "约70人次"),
        ("lt", "约70人次"),
        ("approx", "约70人次"),
    ],
)
def test_a_hole_and_a_mark_that_lean_to_both_sides_bound_nothing(mark, left):
    """30 from April to June of at most 100, January to March unknown: at most 70 are left, unless 30 itself may be less."""
    measure = flow_measure(display_unit="人次", display_scale=Decimal(1), decimals=0)
    figures = [flow(30, "2025-04-01", "2025-06-30", qualifier=mark)]
    assert f"尚余{left}。" in told(in_year(100, "<="), figures, "2025-06-30", measures=[measure])
    lacking = told(in_year(100), figures, "2025-06-30", measures=[measure])
    assert f"尚差{left}。" in lacking


def test_what_comes_less_than_once_a_month_is_told_altogether():
    """19 of 20 in June: one more in six months, and not 0.17 a month. 21 of 50: 29 in six months are 4.8 a month."""
    few = told(by_date(20), [at(16, "2023-06-30"), at(19, "2025-06-30")], "2025-06-30")
    assert "剩余6个月，需新增1人。" in few
    many = told(by_date(50), [at(15, "2023-06-30"), at(21, "2025-06-30")], "2025-06-30")
    assert "剩余6个月，月均需新增4.8人，为2023年6月30日—2025年6月30日月均0.25人的" in many
    school = flow_measure(display_unit="所", display_scale=Decimal(1), decimals=0)
    none = told(
        in_window(1, "2023-07-01", "2025-12-31"), [flow(0, "2023-07-01", "2024-12-31")], "2024-12-31", measures=[school]
    )
    assert "剩余1年，需完成1所" in none


@pytest.mark.parametrize(
    ("before", "told_as"),
    [
        (100_000, "为2024年10万人次的1.8倍"),  # 18万 in one year against 10万
        (180_000, "与2024年的18万人次大体相当"),
        (240_000, "低于2024年的24万人次"),
    ],
)
def test_a_need_is_more_than_a_year_brought_or_much_the_same_or_less(before, told_as):
    figures = [flow(before, "2024-01-01", "2024-12-31")]
    goal = in_window(before + 180_000, "2024-01-01", "2025-12-31")
    assert f"剩余1年，需完成18万人次，{told_as}。" in told(goal, figures, "2024-12-31")


@pytest.mark.parametrize(
    ("as_of", "left"), [("2024-08-31", "1年零4个月"), ("2023-12-31", "2年"), ("2024-12-30", "1年"), ("2025-02-28", "10个月")]
)
def test_time_left_is_told_in_years_and_months(as_of, left):
    """From the end of August 2024 to that of 2025 it is 16 months; a day more than a year is a year."""
    milestone = stock_measure("built", kind=Kind.MILESTONE, name_zh="平台建成", display_unit="项")
    undone = [at(0, "2023-06-30", "built"), at(0, "2023-12-31", "built")]
    assert told(by_date(1, measure_id="built"), undone, as_of, measures=[milestone]).endswith(f"距期末还有{left}。")
