"""地区 as a picture and one place on its own, from the tiny plan's two towns: G2 asks the city for 1.2万 trained in a year."""

import pytest

from kpi import services
from kpi.analysis import Basis, Shade
from kpi.errors import KpiError, NotFound
from kpi.model import Tile
from kpi.services import Query, UploadFile
from tests.unit.services.conftest import ZHANG, load, row, table
from tests.unit.services.test_members import EAST, LANDFILL_FILE, TRAINED, WEST, edit, trained

pytestmark = pytest.mark.slow


def picture(workspace, measure=TRAINED, period="", dimension="region", **query):
    return services.places_view(workspace, ZHANG, Query(**query), dimension, measure, period)


def place(workspace, code=EAST, **query):
    return services.place_view(workspace, ZHANG, Query(**query), code)


def bars(view):
    return {bar.row.code: bar for bar in view.bars}


def of(region, value, **period):
    return row(TRAINED, value, "万人次", region=region, **period)


def test_bars_are_as_long_as_their_values(tiny):
    """0.6 is the longest, 0.3 half of it; there is no line, so shades are thirds of the largest."""
    load(tiny, trained("0.3", "0.6", "0.9"), accept_warnings=True)
    view = picture(tiny)
    assert [(bar.row.code, bar.rank, bar.start, bar.width, bar.goal) for bar in view.bars] == [
        (WEST, "1", 0, 100, None),
        (EAST, "2", 0, 50, None),
    ]
    assert [bar.shade for bar in view.bars] == [Shade.REACHED, Shade.MIDDLE]
    assert (view.count_text, view.enough, view.size, view.line_text) == ("已报2／2", True, None, "")
    assert view.headline == "西岸区居首，0.6万人次；东岸区居末，0.3万人次。"


def test_each_is_held_against_its_part_of_the_quota(tiny):
    """Of 1.2万 east, with 0.4 of last year's 1万, is asked for 0.48 and west for 0.72: 0.3 is 62.5 %, 0.72 all of it."""
    load(tiny, trained("0.4", "0.6", year=2022), trained("0.3", "0.72", "1.02"), accept_warnings=True)
    view = picture(tiny)
    east, west = bars(view)[EAST], bars(view)[WEST]
    assert (east.goal.basis, east.goal.amount.text, west.goal.amount.text) == (Basis.LAST_YEAR, "0.48万人次", "0.72万人次")
    assert (east.share.text, east.shade, west.share.text, west.shade) == ("62.5%", Shade.LOW, "100%", Shade.REACHED)
    assert (east.goal_at, east.width) == (pytest.approx(66.667), pytest.approx(41.667))
    assert (east.shown, view.shown_text) == ("62.5%", "格内为占目标的百分比")
    assert view.line_text == "云溪市目标≥1.2万人次（2023年）按上年同期占比分摊，不是下达的任务"
    assert "已报的2个中，1个达到分摊目标。" in view.headline


def test_a_target_of_its_own_comes_before_its_part(opened, tiny_copy):
    """East is asked for 0.5万 by itself and has 0.6; west's part of the quota stays unknown."""
    path = tiny_copy / "targets.csv"
    own = next(line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("G2,"))
    line = own.replace("G2,", "G9,", 1).replace(",990100,", f",{EAST},").replace(",12000,", ",5000,")
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + f"\n{line}\n", encoding="utf-8")
    workspace = opened(tiny_copy)
    load(workspace, trained("0.6", "0.3", "0.9"), trained("0.6", None, year=2022), accept_warnings=True)
    view = picture(workspace)
    east, west = bars(view)[EAST], bars(view)[WEST]
    assert (east.goal.basis, east.share.text, west.goal) == (Basis.OWN, "120%", None)
    assert (view.line_text, view.line_at) == ("各地自身的目标", None)
    assert "有自身目标的1个中，1个达到。" in view.headline
    assert [standing.target.target_id for standing in place(workspace).standings] == ["G9"]
    before = picture(workspace, period="2022-01-01_2022-12-31")
    assert (bars(before)[EAST].goal, bars(before)[EAST].row.standing) == (None, None)


def test_of_a_limit_less_is_better_and_beyond_it_is_darkest(tiny):
    """G3 wants at most 300 of the city; a stock of towns has no part of it a year before, so there is no line."""
    load(tiny, LANDFILL_FILE)
    view = picture(tiny, "landfill_daily")
    assert [(bar.row.code, bar.rank) for bar in view.bars] == [(EAST, "1"), (WEST, "2")]
    assert view.headline == "东岸区居首，90吨；西岸区居末，120吨。"


def test_what_was_not_reported_has_no_length_no_rank_and_no_shade(tiny):
    load(tiny, trained(None, "0", "0.9"), accept_warnings=True)
    east, west = bars(picture(tiny))[EAST], bars(picture(tiny))[WEST]
    assert (east.state, east.rank, east.width, east.shade, east.shown) == ("silent", "", 0, None, "未报")
    assert (west.state, west.width, west.shown, west.row.amount.text) == ("reported", 0, "0", "0万人次")
    assert picture(tiny).headline == "只有西岸区报了数：0万人次。未报1个：东岸区。"


def test_nine_months_are_not_held_beside_a_year(tiny):
    """East's nine months overlap the year; they are neither drawn nor ranked, and the reason names them."""
    load(tiny, trained(None, "0.6"), table(of(EAST, "0.5", start="2023-01-01", end="2023-09-30")), accept_warnings=True)
    view = picture(tiny, period="2023-01-01_2023-12-31")
    east = bars(view)[EAST]
    assert (east.state, east.shown, east.rank, east.width) == ("misfit", "口径不可比", "", 0)
    assert east.reason == "报的是2023年1—9月的分类志愿者培训0.5万人次，不是这一时期的数，不比较、不排名"
    assert "口径不可比1个：东岸区。" in view.headline
    assert [bar.row.code for bar in view.misfits] == [EAST]


def test_marks_stay_and_leave_the_ranks_open(tiny):
    """≥0.3 may be more than 0.6."""
    load(tiny, trained("≥0.3", "0.6"), accept_warnings=True)
    view = picture(tiny)
    assert {code: (bar.row.amount.text, bar.rank) for code, bar in bars(view).items()} == {
        WEST: ("0.6万人次", "1—2"),
        EAST: ("≥0.3万人次", "1—2"),
    }
    assert view.headline == "部分数带≥、约等，先后不能完全确定。"
    assert [each.name for each in view.column.marked] == ["东岸区"]
    assert services.members_view(tiny, ZHANG, Query(), "region").table.marked == 1
    assert place(tiny).rows[0].rank == "第1—2名（共2个；数带≥、约等，名次不能完全确定）"


def test_a_mark_that_leaves_the_shade_open_has_none(tiny):
    """≥0.3 of 0.48 is 62.5 % or more."""
    load(tiny, trained("0.4", "0.6", year=2022), trained("≥0.3", "0.72"), accept_warnings=True)
    view = picture(tiny)
    assert (bars(view)[EAST].shade, bars(view)[WEST].shade, view.shade_open) == (None, Shade.REACHED, True)
    assert "已报的2个中，1个达到分摊目标。" in view.headline


def test_squares_stand_where_the_plan_says(opened, tiny_copy):
    edit(tiny_copy, "regions.csv", ",in_partition,aliases", ",in_partition,aliases,tile_row,tile_col")
    for name, square in (("云溪;全市", ",,"), ("东岸", ",1,2"), ("西岸", ",2,1")):
        edit(tiny_copy, "regions.csv", f",{name}\n", f",{name}{square}\n")
    workspace = opened(tiny_copy)
    load(workspace, trained("0.3", "0.6"), accept_warnings=True)
    view = picture(workspace)
    assert {code: (bar.short, bar.tile) for code, bar in bars(view).items()} == {
        WEST: ("西岸", Tile(2, 1)),
        EAST: ("东岸", Tile(1, 2)),
    }
    assert (view.size, view.off_the_map) == ((2, 2), ())
    assert services.export_plan(workspace, ZHANG, workspace.plan_id)["regions.csv"] == (tiny_copy / "regions.csv").read_bytes()


def test_a_breakdown_has_bars_and_no_squares(tiny):
    view = picture(tiny, dimension="audience")
    assert [(bar.row.name, bar.rank, bar.tile) for bar in view.bars] == [("居民", "1", None), ("物业及环卫人员", "2", None)]


def test_the_form_asks_those_who_have_not_reported(tiny):
    load(tiny, trained(None, "0.6"), accept_warnings=True)
    form = services.places_form(tiny, ZHANG, Query(), TRAINED, "", "csv").decode("utf-8-sig")
    assert [line.split(",")[:1] + line.split(",")[5:6] for line in form.splitlines()[1:]] == [[TRAINED, "东岸区"]]
    filled = form.replace(",,万人次", ",0.3,万人次")
    preview = services.check_upload(tiny, ZHANG, [UploadFile("表.csv", filled.encode())])
    services.import_files(tiny, ZHANG, preview, accept_warnings=True)
    assert picture(tiny).count_text == "已报2／2"
    with pytest.raises(KpiError, match="nothing_to_fill"):
        services.places_form(tiny, ZHANG, Query(), TRAINED, "", "csv")


def test_a_place_with_its_rank_its_change_and_its_last_report(tiny):
    """0.4 in 2022, 0.3 in 2023: 0.1 fewer; second of two."""
    load(tiny, trained("0.4", "0.6", year=2022), trained("0.3", "0.6"), accept_warnings=True)
    view = place(tiny)
    (trained_row,) = view.rows
    assert (view.name, view.above, trained_row.value.value.text, trained_row.value.period) == (
        "东岸区",
        "云溪市",
        "0.3万人次",
        "2023年",
    )
    assert (trained_row.rank, trained_row.best) == ("第2名（共2个）", "居首：西岸区 0.6万人次")
    assert trained_row.change == "较2022年−0.1万人次"
    assert (trained_row.spread, trained_row.at) == ((0, 100), 0)
    assert view.last_report == "最近一次填报：2026年3月2日，填报.csv，张三。"
    assert view.headline == "分类志愿者培训第2名（共2个）。"
    assert view.unreported == view.elsewhere == ()


def test_equal_places_are_tied(tiny):
    load(tiny, trained("0.4", "0.4"), accept_warnings=True)
    assert place(tiny).rows[0].rank == "并列第1名（共2个）"


def test_alone_there_is_no_rank(tiny):
    load(tiny, trained("0.4", None), accept_warnings=True)
    assert (place(tiny).rows[0].rank, place(tiny).rows[0].change) == ("仅此一地已报，不排名", "无上期数")


def test_figures_of_different_periods_are_neither_ranked_nor_compared(tiny):
    """East's half year is alone; the year before it has no half year."""
    load(
        tiny,
        trained("0.4", "0.6", year=2022),
        table(of(EAST, "0.3", start="2023-01-01", end="2023-06-30")),
        accept_warnings=True,
    )
    (only,) = place(tiny).rows
    assert (only.value.period, only.rank, only.change) == ("2023年1—6月", "仅此一地已报，不排名", "无上期数")


def test_across_a_break_nothing_is_compared(opened, tiny_copy):
    (tiny_copy / "breaks.csv").write_text("measure_id,date,note\nvolunteers_trained,2022-07-01,改为按人计\n", encoding="utf-8")
    workspace = opened(tiny_copy)
    load(workspace, trained("0.4", "0.6", year=2021), trained("0.3", "0.6", year=2022), accept_warnings=True)
    assert place(workspace).rows[0].change == "2021年以后口径有变更，不比"


def test_with_a_mark_no_difference_is_worked_out(tiny):
    load(tiny, trained("≥0.4", "0.6", year=2022), trained("0.3", "0.6"), accept_warnings=True)
    assert place(tiny).rows[0].change == "2022年为≥0.4万人次"


def test_what_others_have_reported_is_still_to_be_reported(tiny):
    load(tiny, trained(None, "0.6"), accept_warnings=True)
    view = place(tiny)
    assert [(each.measure, each.period, each.text) for each in view.unreported] == [("分类志愿者培训", "2023年", "已报1／2")]
    assert (view.rows, view.headline, view.last_report) == ((), "还没有数。其他地区已报1项。", "没有填报过。")
    form = services.place_form(tiny, ZHANG, Query(), EAST, "csv").decode("utf-8-sig")
    assert form.splitlines()[1].startswith(f"{TRAINED},分类志愿者培训,2023,")


def test_what_one_town_in_35_has_is_not_asked_of_the_others(letter):
    """Of the letter's 35 places one has an association and one a new school: that is theirs alone."""
    view = services.place_view(letter, ZHANG, Query(), "441900401")
    assert (view.unreported, len(view.elsewhere), view.headline) == ((), 2, "还没有数。")
    with pytest.raises(KpiError, match="nothing_to_fill"):
        services.place_form(letter, ZHANG, Query(), "441900401", "xlsx")


def test_before_a_third_have_reported_there_is_no_map(letter):
    view = services.places_view(letter, ZHANG, Query(), "region", "skilled_talent_associations")
    assert (view.count_text, view.enough, view.size, len(view.squares)) == ("已报1／35", False, (7, 9), 35)


@pytest.mark.parametrize("code", ["990100", "000", ""])
def test_only_what_lies_below_another_is_a_place(tiny, code):
    with pytest.raises(NotFound):
        place(tiny, code)


def test_in_english(tiny):
    load(tiny, trained("0.3", "0.6"), accept_warnings=True)
    view = picture(tiny, lang="en")
    assert view.headline == "West Bank is first with 6,000 person-times, East Bank last with 3,000 person-times."
    assert view.count_text == "2 of 2 reported"
    assert place(tiny, lang="en").rows[0].rank == "rank 2 of 2"
