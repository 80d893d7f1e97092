"""Towns and breakdowns in words: values, ranks with ties, what is missing, sums and gaps, from three towns' hand-made figures.

In the tiny plan east and west add up to the city; G2 asks for 1.2万 trained in 2023.
"""

from datetime import date
from io import BytesIO

import docx
import pytest

from kpi import services
from kpi.analysis import Key, Sum
from kpi.errors import NotFound
from kpi.model import Status
from kpi.services import Query, ReportRequest
from tests.unit.services.conftest import ZHANG, load, row, table

pytestmark = pytest.mark.slow

EAST, WEST = "990101", "990102"
TRAINED = "volunteers_trained"


LANDFILL = ((EAST, 90), (WEST, 120))
LANDFILL_FILE = table(*(row("landfill_daily", value, "吨", year=2023, region=code) for code, value in LANDFILL))


def trained(east, west, city=None, year=2023):
    """Volunteers trained in a year, in 万人次; None where nobody reports."""
    given = [(EAST, east), (WEST, west), ("990100", city)]
    return table(*(row(TRAINED, value, "万人次", year=year, region=code) for code, value in given if value is not None))


def edit(folder, name, old, new):
    """One text in a file of the plan replaced."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def column(workspace, dimension="region", measure=TRAINED, period="", **query):
    return services.member_column(workspace, ZHANG, Query(**query), dimension, measure, period)


def members(workspace, dimension="region", category="", **query):
    return services.members_view(workspace, ZHANG, Query(**query), dimension, category)


def told(view):
    return [(each.name, each.amount.text, each.rank, each.share.text) for each in view.rows]


def test_values_shares_and_ranks(tiny):
    """0.3 and 0.6 of 0.9."""
    load(tiny, trained("0.3", "0.6", "0.9"), accept_warnings=True)
    view = column(tiny)
    assert told(view) == [("西岸区", "0.6万人次", 1, "66.7%"), ("东岸区", "0.3万人次", 2, "33.3%")]
    assert (view.name, view.periods[view.period]) == ("分类志愿者培训", "2023年")
    assert (view.whole.text, view.whole_note) == ("0.9万人次", "云溪市同期0.9万人次，为填报或公布数。")
    assert (view.check.state, view.check_text) == (Sum.EQUAL, "各部分合计0.9万人次，与云溪市同期数一致。")


def test_every_value_leads_to_its_source(tiny):
    load(tiny, trained("0.3", "0.6"), accept_warnings=True)
    assert ["填报.csv" in each.source for each in column(tiny).rows] == [True, True]


def test_what_is_missing_is_apart_from_what_is_nothing(tiny):
    load(tiny, trained(None, "0", "0.9"), accept_warnings=True)
    view = column(tiny)
    assert told(view) == [("西岸区", "0万人次", 1, "0%"), ("东岸区", "", None, "")]
    assert (view.rows[1].value, view.rows[1].source) == (None, "")
    assert (view.check.state, view.check_text) == (Sum.INCOMPLETE, "应计入合计的有1个未报，不与云溪市同期数核对。")


def test_equal_towns_share_their_rank(tiny):
    load(tiny, trained("0.4", "0.4", "0.8"), accept_warnings=True)
    assert [each.rank for each in column(tiny).rows] == [1, 1]


def test_towns_that_do_not_add_up_are_said_not_to(tiny):
    load(tiny, trained("0.3", "0.6", "1.2"), accept_warnings=True)
    view = column(tiny)
    assert view.check.state is Sum.DIFFERS
    assert view.check_text == "各部分合计0.9万人次，云溪市同期为1.2万人次，相差−0.3万人次，待核对。"


def test_a_difference_that_rounding_explains_is_not_called_none(tiny):
    """Half of 0.1万 for each of three figures is 0.15万; 0.9 and 1.0 differ by 0.1万."""
    load(tiny, trained("0.3", "0.6", "1.0"), accept_warnings=True)
    view = column(tiny)
    assert view.check.state is Sum.EQUAL
    assert view.check_text == "各部分合计0.9万人次，云溪市同期为1万人次，相差−0.1万人次，在尾数舍入范围内。"


def test_without_a_figure_of_the_city_nothing_is_compared(tiny):
    load(tiny, trained("0.3", "0.6"), accept_warnings=True)
    view = column(tiny)
    assert view.check.state is Sum.NO_WHOLE
    assert (view.whole.text, view.whole_note) == ("", "云溪市同期没有可比的数。")
    assert [each.share.number for each in view.rows] == [None, None]


def test_the_citys_gap_by_last_years_proportions(tiny):
    """G2 asks for 1.2万. Of last year's 1万 east had 0.4, west 0.6: that makes 0.48 and 0.72, of which 0.3 and 0.6 are done.
    0.18 + 0.12 are the 0.3 that 0.9 lacks."""
    load(tiny, trained("0.4", "0.6", year=2022), trained("0.3", "0.6", "0.9"), accept_warnings=True)
    view = column(tiny)
    assert view.contribution.key is Key.LAST_YEAR
    assert {each.name: each.lacking.text for each in view.rows} == {"东岸区": "+0.18万人次", "西岸区": "+0.12万人次"}
    assert sum(each.short for each in view.rows) == pytest.approx(3000)
    assert view.contribution_note.startswith("“距目标差额”按上年同期")


def test_without_last_year_the_gap_is_not_laid_on_towns(tiny):
    load(tiny, trained("0.3", "0.6", "0.9"), accept_warnings=True)
    view = column(tiny)
    assert (view.contribution, view.contribution_note) == (None, "上年同期数不齐，没有依据分摊云溪市的差额。")
    assert [each.lacking.text for each in view.rows] == ["", ""]


@pytest.mark.parametrize(("lang", "unit"), [("zh", {"万人次", "吨"}), ("en", {"person-times", "tonnes"})])
def test_columns_say_the_unit_of_the_language(tiny, lang, unit):
    load(tiny, trained("0.3", "0.6"), LANDFILL_FILE, accept_warnings=True)
    assert {column.unit for column in members(tiny, lang=lang).table.columns} == unit


def test_places_are_ranked_and_no_gap_is_laid_on_them(opened, tiny_copy):
    """A rank of 3 against one of 5 is no two places short of anything that adds up."""
    edit(tiny_copy, "measures.csv", "末端处置,stock,tonne,吨,", "末端处置,rank,rank,位,")
    edit(tiny_copy, "units.csv", "tonne,", "rank,位,place,位,yes\ntonne,")
    workspace = opened(tiny_copy)
    years = [table(*(row("landfill_daily", 3, "位", year=year, region=code) for code in (EAST, WEST))) for year in (2022, 2023)]
    load(workspace, *years, accept_warnings=True)
    view = column(workspace, measure="landfill_daily")
    assert (view.contribution, view.contribution_note) == (None, "位次、里程碑和参数不能相加，不分摊差额。")


def test_no_verdict_without_a_target_of_the_towns_own(tiny):
    load(tiny, trained("0.3", "0.6", "0.9"), accept_warnings=True)
    assert [each.standing for each in column(tiny).rows] == [None, None]


def test_a_town_with_a_target_of_its_own_has_a_verdict(opened, tiny_copy):
    """East is asked for 0.5万 in 2023 and has 0.6: met. West is asked for nothing."""
    path = tiny_copy / "targets.csv"
    own = next(line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("G2,"))
    line = own.replace("G2,", "G9,", 1).replace(",990100,", f",{EAST},").replace(",12000,", ",5000,")
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + f"\n{line}\n", encoding="utf-8")
    workspace = opened(tiny_copy)
    load(workspace, trained("0.6", "0.3", "0.9"), accept_warnings=True)
    standings = {each.code: each.standing for each in column(workspace).rows}
    assert (standings[EAST].status, standings[EAST].target.target_id) == (Status.MET, "G9")
    assert standings[WEST] is None


def test_periods_newest_first_and_as_asked(tiny):
    load(tiny, trained("0.4", "0.6", year=2022), trained("0.3", "0.6"), accept_warnings=True)
    view = column(tiny)
    assert list(view.periods.items()) == [("2023-01-01_2023-12-31", "2023年"), ("2022-01-01_2022-12-31", "2022年")]
    before = column(tiny, period="2022-01-01_2022-12-31")
    assert [each.amount.text for each in before.rows] == ["0.6万人次", "0.4万人次"]
    assert list(column(tiny, as_of=date(2022, 12, 31)).periods) == ["2022-01-01_2022-12-31"]


def test_less_is_better_where_the_plan_says_so(tiny):
    load(
        tiny, table(*(row("landfill_daily", value, "吨", year=2023, region=code) for code, value in ((EAST, 90), (WEST, 120))))
    )
    assert [(each.name, each.rank) for each in column(tiny, measure="landfill_daily").rows] == [("东岸区", 1), ("西岸区", 2)]


def test_the_table_of_all_measures(tiny):
    load(
        tiny,
        trained("0.3", None),
        table(
            row("landfill_daily", "90", "吨", year=2023, region=EAST),
            row("landfill_daily", "120", "吨", year=2023, region=WEST),
        ),
        accept_warnings=True,
    )
    view = members(tiny)
    assert view.table.members == ("东岸区", "西岸区")
    assert {column.name: column.period for column in view.table.columns} == {
        "分类志愿者培训": "2023年",
        "生活垃圾日均填埋量": "2023年底",
    }
    assert view.table.left_out == 0
    assert dict(view.categories) == {"垃圾分类": "垃圾分类", "末端处置": "末端处置"}
    assert [column.name for column in members(tiny, category="末端处置").table.columns] == ["生活垃圾日均填埋量"]
    assert members(tiny, category="没有").table is None


def test_a_breakdown_is_a_dimension_too(tiny):
    """The plan says that 6300 residents and 4200 staff make 10 500."""
    assert list(services.member_dimensions(tiny, ZHANG, Query())) == ["region", "audience"]
    view = column(tiny, "audience")
    assert told(view) == [("居民", "0.63万人次", 1, "60%"), ("物业及环卫人员", "0.42万人次", 2, "40%")]
    assert view.check.state is Sum.EQUAL


def test_the_letters_groups_that_overlap_are_not_added_up(letter):
    """14 branches in manufacturing and 12 in strategic industries, of 16."""
    view = column(letter, "industry", "training_subbases")
    assert view.check.state is Sum.NO_PARTITION
    assert view.check_text == "目录未载明这些分组可以加总，不合计。"


def test_zones_are_ranked_and_not_added_up(letter):
    rows = {each.code: each.counted for each in column(letter, measure=members(letter).measures[0][0]).rows}
    assert sum(rows.values()) == 32
    assert (rows["441900401"], rows["441900119"]) == (False, True)


def test_a_ratio_of_towns_is_the_sum_of_the_parts(letter):
    """1.2 of 10, 2 of 5: 12 and 40 %. Two of 32 towns make no city; the city's own 137.6 of 550 are as stated, 25.8 %."""
    towns = (("441900003", "1.2", "10"), ("441900119", "2", "5"))
    rows = [row(code, value, "万人", end="2023-06-30", region=town) for town, skilled, employed in towns
            for code, value in (("skilled_talent_total", skilled), ("employed_total", employed))]  # fmt: skip
    load(letter, table(*rows), accept_warnings=True)
    view = column(letter, measure="skilled_share_of_employed")
    assert [(each.name, each.amount.text, each.rank) for each in view.rows[:3]] == [
        ("长安镇", "40%", 1),
        ("东城街道", "12%", 2),
        ("南城街道", "", None),
    ]
    assert view.whole.text == "25.8%"
    # 30 % of 5万 are 1.5, half a 万 fewer than there are; of 10万 3, 1.8 more than there are
    assert [each.lacking.text for each in view.rows[:2]] == ["−0.5万人", "+1.8万人"]
    assert view.check is None


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        (lambda ws: members(ws, "planet"), "error.no_such_dimension"),
        (lambda ws: column(ws, "planet"), "error.no_such_dimension"),
        (lambda ws: column(ws, measure="no_such"), "error.no_such_member_measure"),
        (lambda ws: column(ws, measure="sorted_share"), "error.no_such_member_measure"),
        (lambda ws: column(ws, "audience", period="2031-01-01_2031-12-31"), "error.no_such_period"),
        (lambda ws: column(ws, region="123"), None),
    ],
)
def test_what_there_is_none_of(tiny, asked, key):
    with pytest.raises(NotFound) as refused:
        asked(tiny)
    assert key in (None, refused.value.message.key)


def test_a_measure_without_a_better_side_is_ranked_by_size_and_nothing_is_said_of_better(opened, tiny_copy):
    """0.6 comes before 0.3 because it is more; the note of a report must say that this is no praise, in both languages."""
    edit(tiny_copy, "measures.csv", "10000,higher", "10000,neutral")
    workspace = opened(tiny_copy)
    load(workspace, trained("0.3", "0.6", "0.9"), accept_warnings=True)
    assert [(each.name, each.rank) for each in column(workspace).rows] == [("西岸区", 1), ("东岸区", 2)]
    for lang, told_so in (
        ("zh", "不分优劣的指标按数值由大到小排列、不表示优劣"),
        ("en", "of measures without a better side merely the largest"),
    ):
        request = ReportRequest(Query(region=EAST, lang=lang))
        document = docx.Document(BytesIO(services.gap_report(workspace, ZHANG, request, "docx").content))
        assert told_so in "".join(document.element.body.itertext())  # a note is the last row of its table


def test_where_nothing_is_grouped_no_empty_list_is_offered(opened, tiny_copy):
    figures = tiny_copy / "figures.csv"
    lines = figures.read_text(encoding="utf-8").splitlines(keepends=True)
    figures.write_text("".join(each for each in lines if not each.startswith(("W2A", "W2B"))), encoding="utf-8")
    regions = tiny_copy / "regions.csv"
    regions.write_text("".join(regions.read_text(encoding="utf-8").splitlines(keepends=True)[:2]), encoding="utf-8")
    with pytest.raises(NotFound) as refused:
        members(opened(tiny_copy), "planet")
    assert refused.value.message.key == "error.no_dimensions"


def test_no_town_has_a_figure(tiny):
    view = members(tiny)
    assert (view.table, view.measures, view.categories) == (None, (), ())


def test_a_town_is_divided_by_nothing(tiny):
    assert dict(services.member_dimensions(tiny, ZHANG, Query(region=EAST))) == {}


def test_in_english(tiny):
    load(tiny, trained(None, "0.6", "0.9"), accept_warnings=True)
    view = column(tiny, lang="en")
    assert [each.name for each in view.rows] == ["West Bank", "East Bank"]
    sentences = [view.check_text, view.whole_note, view.contribution_note, view.rows[1].amount.text]
    assert all(sentence.isascii() or "“" in sentence or "’" in sentence for sentence in sentences)
