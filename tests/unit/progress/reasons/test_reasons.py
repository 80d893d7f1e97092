"""Reasons as an official reads them, in both languages: what stands in the way, and what would unblock it."""

import pytest

from kpi.i18n import texts
from kpi.model import AMBIGUOUS, UNSPECIFIED, Kind
from tests.unit.progress.factory import (
    at,
    by_date,
    flow,
    flow_measure,
    in_window,
    in_year,
    judge_one,
    months,
    ratio_measure,
    stock_measure,
    target,
)

VOUCHERS = [flow_measure(display_unit="万张", name_zh="技能培训券")]
SHARE_BY_2025 = by_date("0.3", measure_id="ratio")
SHARE_IN_2025 = in_year("0.3", measure_id="ratio")


def reason(goal, figures, as_of, lang="zh", **catalog):
    found = judge_one(goal, figures, as_of, **catalog)
    return texts(lang).message(found.reason)


CASES = {
    # 口径不可比
    "118万人次为2018年以来累计，请补报2021—2023年分年数": (
        in_window(1_000_000, "2021-01-01", "2025-12-31"), [flow(1_180_000, "2018-01-01", "2023-06-30")], "2023-06-30",
    ),
    "118万人次为2018年以来累计，请补报2023年数据": (
        in_year(50_000, year=2023), [flow(1_180_000, "2018-01-01", "2023-06-30")], "2023-06-30",
    ),
    "118万人次为2018年1月—2023年6月累计，请补报2023年数据": (
        in_year(50_000, year=2023), [flow(1_180_000, "2018-01-01", "2023-06-30")], "2024-06-30",
    ),
    "118万人次为2018—2023年累计，请补报2023年数据": (
        in_year(50_000, year=2023), [flow(1_180_000, "2018-01-01", "2023-12-31")], "2023-12-31",
    ),
    "0.5万人次为其中一组的数，请补报2025年数据": (
        in_year(50_000), [flow(5000, "2025-01-01", "2025-03-31", breakdown="level", member="senior")], "2025-03-31",
    ),
    "0.5万人次为2025年3月31日的时点数，请补报2025年数据": (in_year(50_000), [at(5000, "2025-03-31", "flow")], "2025-03-31"),
    "9.87万人次的起始时间未载明，请核定起始日期，或补报2022—2023年分年数": (
        in_window(300_000, "2022-01-01", "2025-12-31"), [flow(98_700, None, "2023-06-30")], "2023-06-30",
    ),
    "58人的日期未载明，请核定日期，或补报最近时点的数据": (
        by_date(100), [at(58, "2023-06-30", certainty="unknown")], "2023-06-30",
    ),
    "58人为其中一组的数，请补报2025年12月31日的数据": (
        by_date(100), [at(58, "2023-06-30", breakdown="level", member="senior")], "2026-06-30",
    ),
    "25%为2024年的数，不是时点数，请补报占比（或其同日的分子和分母）": (
        SHARE_BY_2025, [flow(0.25, "2024-01-01", "2024-12-31", "ratio")], "2024-12-31",
    ),
    "培训人次0.3万人次为2023年6月30日的数，缺同日的分母，请补报占比（或其同日的分子和分母）": (
        SHARE_BY_2025, [at(3000, "2023-06-30", "part")], "2023-06-30",
    ),
    "分子为2023年6月30日的数，分母为2022年12月31日的数，日期不一致，请补报2025年12月31日占比（或其同日的分子和分母）": (
        SHARE_BY_2025, [at(3000, "2023-06-30", "part"), at(9000, "2022-12-31", "whole")], "2025-12-31",
    ),
    "分母为培训人次0万人次，比率无法计算，请核定分母，或补报占比（或其同日的分子和分母）": (
        SHARE_BY_2025, [at(0, "2023-06-30", "part"), at(0, "2023-06-30", "whole")], "2023-06-30",
    ),
    "25%为2025年1—6月的数，与目标期间不一致，请补报2025年占比（或其同一时段的分子和分母）": (
        SHARE_IN_2025, [flow(0.25, "2025-01-01", "2025-06-30", "ratio")], "2025-06-30",
    ),
    "培训人次0.3万人次为2025年1—6月的数，缺同一时段的分子，请补报2025年占比（或其同一时段的分子和分母）": (
        SHARE_IN_2025, [flow(3000, "2025-01-01", "2025-06-30", "whole")], "2025-06-30",
    ),
    "分子为2025年1—3月的数，分母为2025年1—6月的数，时段不一致，请补报2025年占比（或其同一时段的分子和分母）": (
        SHARE_IN_2025,
        [*months([9, 9, 9], 2025, "part"), flow(3000, "2025-01-01", "2025-06-30", "whole")],
        "2025-06-30",
    ),
    "培训人次16.8万余人次为2020年以来累计，请补报2025年占比（或其同一时段的分子和分母）": (
        SHARE_IN_2025, [flow(168_000, "2020-01-01", "2025-06-30", "whole", qualifier="gt")], "2025-06-30",
    ),
    # 无数据、待核定
    "尚无数据，请填报2025年数据": (in_year(50_000), [], "2025-03-31"),
    "期限已到而无数据，请补报2025年数据": (in_year(50_000), [], "2025-12-31"),
    "期限已到而无数据，请补报2025年12月31日的数据": (by_date(100), [], "2025-12-31"),
    "最近数据为2025年6月30日的90人以上，请补报2025年12月31日的数据": (
        by_date(100), [at(58, "2023-06-30"), at(90, "2025-06-30", qualifier="ge")], "2026-03-31",
    ),
    "约100人是否符合目标100人不能确定，请核定确切数": (
        by_date(100), [at(58, "2023-06-30"), at(100, "2025-12-31", qualifier="approx")], "2025-12-31",
    ),
    "缺2025年4月、2025年6—12月数据，请补报": (
        in_year(50_000), [flow(9, "2025-01-01", "2025-03-31"), flow(9, "2025-05-01", "2025-05-31")], "2025-12-31",
    ),
    "缺2025年7—12月数据，请补报": (
        SHARE_IN_2025,
        [flow(3000, "2025-01-01", "2025-06-30", "whole"), flow(900, "2025-01-01", "2025-06-30", "part")],
        "2025-12-31",
    ),
    # 数据不全
    "缺2025年4月数据，现有合计只是下限，请补报": (
        in_year(50_000), [flow(9, "2025-01-01", "2025-03-31"), flow(9, "2025-05-01", "2025-05-31")], "2025-06-30",
    ),
    "现为2025年1—6月的比率，2025年结束后评价": (
        SHARE_IN_2025,
        [flow(3000, "2025-01-01", "2025-06-30", "whole"), flow(900, "2025-01-01", "2025-06-30", "part")],
        "2025-07-31",
    ),
    # 仅有基期、未开始、不评价、未完成
    "目前只有2023年6月30日的基期值58人，请补报此后的数据": (by_date(100), [at(58, "2023-06-30")], "2024-06-30"),
    "目标期间为2025年，自2025年1月1日起评价": (in_year(50_000), [], "2024-12-31"),
    "目标未载明完成期限，只列示目标与现值，请核定期限": (target("stock", 1, UNSPECIFIED), [], "2024-12-31"),
    "目标期限的表述不明确，只列示目标与现值，请核定期限": (target("stock", 1, AMBIGUOUS), [], "2024-12-31"),
    "目标按每年计还是按2023—2025年合计计不明确，只列示目标与现值，请核定": (
        target("flow", 1, AMBIGUOUS, window=("2023-01-01", "2025-12-31")), [], "2024-12-31",
    ),
    "2025年12月31日为90人，与目标100人相差10人": (
        by_date(100), [at(58, "2023-06-30"), at(90, "2025-12-31")], "2025-12-31",
    ),
    "2025年合计4.2万人次，与目标5万人次相差0.8万人次": (
        in_year(50_000), [flow(42_000, "2025-01-01", "2025-12-31")], "2025-12-31",
    ),
    "2025年为28%，与目标30%相差2个百分点": (SHARE_IN_2025, [flow(0.28, "2025-01-01", "2025-12-31", "ratio")], "2025-12-31"),
    "截至2025年3月31日，2025年合计6万人次，目标为5万人次以内，超出1万人次": (
        in_year(50_000, "<="), [flow(60_000, "2025-01-01", "2025-03-31")], "2025-06-30",
    ),
    # 维持型
    "维持型：基期值120人已符合目标100人，期内应保持；目前只有2023年6月30日的基期值，请补报此后的数据": (
        by_date(100), [at(120, "2023-06-30")], "2024-06-30",
    ),
    "维持型：基期值120人已符合目标100人，期内应保持": (
        by_date(100), [at(120, "2023-06-30"), at(110, "2024-06-30")], "2024-06-30",
    ),
    "维持型：基期值120人已符合目标100人，期内应保持；2024年6月30日为90人，已不符合目标": (
        by_date(100), [at(120, "2023-06-30"), at(90, "2024-06-30")], "2024-06-30",
    ),
    "维持型：基期值120人已符合目标100人，期内应保持；最近数据为2024年6月30日的110人，请补报2025年12月31日的数据": (
        by_date(100), [at(120, "2023-06-30"), at(110, "2024-06-30")], "2025-12-31",
    ),
    "维持型：基期值120人已符合目标100人，期内应保持；2025年12月31日为90人，与目标100人相差10人": (
        by_date(100), [at(120, "2023-06-30"), at(90, "2025-12-31")], "2025-12-31",
    ),
}  # fmt: skip


@pytest.mark.parametrize("sentence", CASES)
def test_reason(sentence):
    assert reason(*CASES[sentence]) == sentence


def test_unit_and_name_are_the_measures_own():
    goal = in_year(5_000_000, year=2023)
    figures = [flow(4_800_000, None, "2023-06-30")]
    sentence = "480万张的起始时间未载明，请核定起始日期，或补报2023年数据"
    assert reason(goal, figures, "2023-06-30", measures=VOUCHERS) == sentence


def test_in_english():
    goal, figures = in_window(1_000_000, "2021-01-01", "2025-12-31"), [flow(1_180_000, "2018-01-01", "2023-06-30")]
    assert reason(goal, figures, "2023-06-30", "en") == (
        "The figure, 1,180,000 person-times, is a running total since 2018; please report figures for each year of 2021–2023."
    )
    missing = [flow(9, "2025-01-01", "2025-03-31"), flow(9, "2025-05-01", "2025-05-31")]
    assert reason(in_year(50_000), missing, "2025-06-30", "en") == (
        "Figures for April 2025 are missing, so the sum is only a lower bound; please report them."
    )


def test_break_is_named_with_both_sides_of_it():
    dated = [at(50, "2023-06-30"), at(90, "2024-06-30")]
    assert reason(by_date(100), dated, "2024-12-31", breaks=[("stock", "2024-01-01")]) == (
        "2024年1月1日起口径变更，2023年6月30日的基期值与2024年6月30日的现值不可比，请按新口径核定基期值"
    )
    summed = [flow(90, "2025-01-01", "2025-06-30")]
    assert reason(in_year(100), summed, "2025-06-30", breaks=[("flow", "2025-03-01")]) == (
        "2025年3月1日起口径变更，2025年内前后数据不能相加，请按同一口径补报2025年数据"
    )


def test_milestone_missed():
    measure = stock_measure("done", kind=Kind.MILESTONE)
    figures = [at(0, "2023-06-30", "done"), at(0, "2025-12-31", "done")]
    assert reason(by_date(1, "=", "done"), figures, "2025-12-31", measures=[measure]) == "截至2025年12月31日尚未完成"


def test_difference_that_would_give_the_missing_year():
    figures = [flow(900_000, "2018-01-01", "2022-12-31"), flow(1_180_000, "2018-01-01", "2023-12-31")]
    assert reason(in_year(100_000, year=2023), figures, "2023-12-31") == (
        "118万人次为2018—2023年累计，请补报2023年数据；2018—2023年118万人次与2018—2022年90万人次之差为2023年数，可据此核定补报"
    )


def test_difference_that_would_fill_a_hole():
    # two running totals of the year before and on, one to March and one to June, give April to June
    figures = [
        flow(10_000, "2025-01-01", "2025-03-31"), flow(20_000, "2025-07-01", "2025-08-31"),
        flow(50_000, "2024-07-01", "2025-03-31"), flow(65_000, "2024-07-01", "2025-06-30"),
    ]  # fmt: skip
    assert reason(in_year(100_000), figures, "2025-09-30") == (
        "缺2025年4—6月数据，现有合计只是下限，请补报；"
        "2024年7月—2025年6月6.5万人次与2024年7月—2025年3月5万人次之差为2025年4—6月数，可据此核定补报；"
        "6.5万人次为2024年7月—2025年6月的数，超出2025年，未计入"
    )


def test_figure_over_the_edge_that_speaks_of_the_missing_days_is_named():
    figures = [flow(10_000, "2025-01-01", "2025-09-30"), flow(30_000, "2025-10-01", "2026-03-31")]
    assert reason(in_year(100_000), figures, "2026-03-31") == (
        "缺2025年10—12月数据，请补报；3万人次为2025年10月—2026年3月的数，超出2025年，未计入"
    )


def test_many_holes_are_not_all_listed():
    odd_days = [flow(1, f"2025-01-{day:02}", f"2025-01-{day:02}") for day in range(1, 31, 2)]  # 14 single days are missing
    sentence = reason(in_year(100_000), odd_days, "2025-01-31")
    assert sentence.startswith("缺2025年1月2日、2025年1月4日、")
    assert sentence.endswith("2025年1月10日等（另有9段）数据，现有合计只是下限，请补报")


def test_whole_that_differs_from_its_parts_is_named():
    figures = [
        flow(30_000, "2025-01-01", "2025-06-30"),
        flow(9000, "2025-01-01", "2025-03-31"),
        flow(20_000, "2025-04-01", "2025-06-30"),
    ]
    found = judge_one(in_year(60_000), figures, "2025-06-30")
    assert found.current_value == 30_000  # the whole counts
    assert texts("zh").message(found.reason) == "2025年1—6月3万人次与其各段合计2.9万人次不一致，请核定"
    agreeing = [figures[0], figures[1], flow(21_000, "2025-04-01", "2025-06-30")]
    assert judge_one(in_year(60_000), agreeing, "2025-06-30").reason is None


def test_parts_of_a_ratio_are_held_against_their_wholes_too():
    figures = [
        flow(30_000, "2025-01-01", "2025-12-31", "part"), flow(100_000, "2025-01-01", "2025-12-31", "whole"),
        flow(50_000, "2025-01-01", "2025-06-30", "whole"), flow(40_000, "2025-07-01", "2025-12-31", "whole"),
    ]  # fmt: skip
    assert reason(SHARE_IN_2025, figures, "2025-12-31") == "2025年培训人次10万人次与其各段合计9万人次不一致，请核定"


def test_remarks_in_words():
    about = judge_one(by_date(100), [at(50, "2022-12-31"), at(100, "2024-07-01", qualifier="approx")], "2024-07-01")
    assert texts("zh").message(about.remarks[0]) == "约100人是否达到目标100人不能确定，暂按所载数值评价"
    fast = judge_one(by_date(200), [at(100, "2021-12-31"), at(122, "2022-12-31")], "2022-12-31")
    assert texts("zh").message(fast.remarks[0]) == "进度低于序时，但基期以来的年均增速已达所需增速的1.16倍"
    assert (
        texts("en")
        .message(fast.remarks[0])
        .startswith("Behind the straight line, but yearly growth since the baseline is 1.16 times")
    )


def test_a_ratio_that_was_reported_itself_is_named_before_a_part_that_stands_alone():
    figures = [flow(0.25, "2025-01-01", "2025-06-30", "ratio"), flow(3000, "2025-01-01", "2025-06-30", "whole")]
    told = "25%为2025年1—6月的数，与目标期间不一致，请补报2025年占比（或其同一时段的分子和分母）"
    assert reason(SHARE_IN_2025, figures, "2025-06-30") == told


def test_ratio_named_without_parts():
    measure = ratio_measure(numerator_id="", denominator_id="")
    assert reason(SHARE_BY_2025, [], "2025-12-31", measures=[measure]) == "期限已到而无数据，请补报2025年12月31日的数据"
    assert reason(SHARE_IN_2025, [], "2025-12-31", measures=[measure]) == "期限已到而无数据，请补报2025年数据"
