"""The manual explains what the analysis pages show: each column heading and kind of answer, and its examples still come out."""

import inspect
import re
import shlex
from importlib import import_module
from pathlib import Path

import pytest

from kpi import analysis, services
from kpi.access import OWNER
from kpi.catalog import formats
from kpi.cli.arguments import GROUPINGS, build_parser
from kpi.i18n import texts
from kpi.model import Actor, LampClock
from kpi.services import Query, Scenario
from kpi.views import Face, heading
from kpi.views.analyses.members import MOST_COLUMNS
from kpi.views.analyses.rollups import _MOST_NAMED
from kpi.web.address import PAGES

PROJECT = Path(__file__).resolve().parents[2]
MANUAL = (PROJECT / "docs" / "manual.md").read_text(encoding="utf-8")
ZH = texts("zh")
READER = Actor("读者", OWNER)
SLIDERS, MEMBERS = import_module("kpi.web.analyses.what_if"), import_module("kpi.web.analyses.members")
PLACES, SHADES = import_module("kpi.web.analyses.places"), import_module("kpi.analysis.places")

HEADINGS = {
    "what_if": SLIDERS,
    "lamps": import_module("kpi.web.analyses.lamps"),
    "regions": MEMBERS,
}
"""By page, what writes the headings of its tables."""
ANSWERS = {
    "gaps": analysis.Method,
    "rollup": analysis.Grouping,
    "regions": [*analysis.Sum, *analysis.Key],
    "what_if": [key.removeprefix("analysis.path_") for key in ZH.catalog if key.startswith("analysis.path_")],
}
"""By page, the kinds of answer it gives, by the codes that the command line writes."""


def chapter(page):
    """The chapter of a page, which goes by the page's name."""
    title = ZH(f"page.{page}")
    assert f"\n## {title}\n" in MANUAL
    return re.split(r"^## ", MANUAL.split(f"\n## {title}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def explained(page):
    """What a chapter explains: terms in bold, and first cells of its tables, which may name several."""
    text = chapter(page)
    cells = [line.split("|")[1] for line in text.splitlines() if line.startswith("|")]
    return {term.strip() for each in [*re.findall(r"\*\*([^*]+)\*\*", text), *cells] for term in each.split("、")}


def headings(page):
    """The keys of column headings that a page's source names, whole or by the part after `column_`."""
    source = inspect.getsource(HEADINGS[page])
    named = {*re.findall(r'"([a-z_]+)"', source), *re.findall(r"\b([a-z_]+)=lambda", source)}
    return sorted(name for name in named if f"column.{name}" in ZH.catalog)


@pytest.fixture(scope="module")
def letter(tmp_path_factory):
    opened = services.open_workspace(tmp_path_factory.mktemp("manual") / "kpi.duckdb", PROJECT / "data" / "catalog")
    yield opened
    opened.close()


def test_every_page_is_named():
    assert [page.name for page in PAGES if ZH(f"page.{page.name}") not in MANUAL] == []


def test_the_picture_of_gaps_is_explained():
    """Its groups, and the columns beside them."""
    told = explained("gaps")
    keys = [key for key in ZH.catalog if key.startswith("page.gaps_group_")]
    columns = [f"page.gaps_{column}" for column in ("target", "way", "gap", "pace")]
    assert len(keys) == 5
    assert [key for key in (*keys, *columns) if ZH(key) not in told] == []


@pytest.mark.parametrize("page", HEADINGS)
def test_every_column_of_a_page_is_explained(page):
    known = explained(page)
    assert headings(page)
    assert [name for name in headings(page) if heading(ZH, name, Face.PAGE) not in known] == []


@pytest.mark.parametrize("page", ANSWERS)
def test_every_kind_of_answer_is_explained(page):
    assert list(ANSWERS[page])
    assert [str(code) for code in ANSWERS[page] if f"`{code}`" not in chapter(page)] == []


def test_groupings_are_stated_together():
    assert set(GROUPINGS) == set(analysis.Grouping)
    assert f"（{'、'.join(f'`{code}`' for code in GROUPINGS)}）" in chapter("rollup")


def test_worst_first_is_the_order_stated():
    order = "、".join(ZH(f"status.{status}") for status in analysis.WORST_FIRST)
    assert f"顺序为{order}，" in chapter("rollup")


def test_what_carries_a_verdict_is_stated():
    said = re.search(r"判定不是(.+)这(.)种的", chapter("rollup"))
    assert set(said[1].split("、")) == {ZH(f"status.{status}") for status in analysis.WITH_VERDICT}
    assert said[2] == "零一二三四五六七八九"[len(analysis.WITH_VERDICT)]


def test_limits_are_those_of_the_code():
    assert f"可比数值不少于{analysis.FEWEST_POINTS}个" in chapter("gaps")
    assert f"**{analysis.INTERVAL:.0%}区间**" in chapter("gaps")
    assert f"−{-analysis.LEAST_GROWTH:g}%至{analysis.MOST_GROWTH:g}%" in chapter("what_if")
    assert f"最多往后{analysis.MOST_YEARS}年" in chapter("what_if")
    assert f"±{SLIDERS._SLIDER_GROWTH:g}%" in chapter("what_if")
    assert f"{services.LEAST_SHIFT}至{services.MOST_SHIFT}" in chapter("lamps")
    assert f"最多列{MOST_COLUMNS}项指标" in chapter("regions")
    assert f"最多列{_MOST_NAMED}项名称" in chapter("rollup")
    assert f"最多画{PLACES.MOST_BARS}条，再多只画前{PLACES._FIRST_BARS}条" in chapter("regions")
    assert f"不到目标的{SHADES.MIDDLE:g}%" in chapter("regions")
    assert SHADES.SHARE_OF_PLACES == 3
    assert "至少占三分之一（35个中的12个）" in chapter("regions")
    assert f"单元格超过{MEMBERS._MOST_SHADED}个" in chapter("regions")


@pytest.mark.slow
def test_schemes_of_the_plan_are_listed_in_order(letter):
    rows = re.findall(r"^\| (.+) \| `(\w+)` \| 按(.) \|", chapter("lamps"), re.MULTILINE)
    assert [(code, name) for name, code, _ in rows] == [
        (each.scheme, each.name) for each in services.lamp_schemes(letter, READER, "zh")
    ]
    clocks = {rule.scheme: rule.clock for rule in reversed(letter.catalog.lamp_rules) if rule.clock}
    assert {code: clock for _, code, clock in rows} == {
        code: "天" if clock is LampClock.DAYS else "月" for code, clock in clocks.items()
    }


def test_every_column_of_a_lamp_file_is_explained():
    told = re.split(r"^## ", MANUAL.split("\n## 换一个规划\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]
    told = "\n".join(re.findall(r"^- (`.+)：", told, re.MULTILINE))
    assert [name for name in (*formats.LAMPS.required, *formats.LAMPS.optional) if f"`{name}`" not in told] == []


def test_the_example_of_a_gap_comes_out(letter):
    view = services.gap_view(letter, READER, Query())
    rows = {row.standing.target.target_id: row for row in view.rows}
    leading, share, fine = rows["T33"], rows["T01"], rows["T02"]
    assert f"≈ {leading.ratio.text}" in chapter("gaps")
    assert f"未完成部分 1 − 12 ÷ 100 = {leading.share.text}" in chapter("gaps")
    assert f"推算 12 × 1461 ÷ 365 ≈ {round(leading.catch_up.outlook.forecast.value)}名" in chapter("gaps")
    for number in (
        "尚差不超过4.2个百分点",
        "年均需提高不超过1.68个百分点",
        "约533万人",
        "差额约22.4万人",
        "平均每年约8.95万人",
    ):
        assert number in share.catch_up.text
        assert re.search(r"[\d.]+\D+$", number)[0] in chapter("gaps")
    assert "差额约1.18万人" in fine.catch_up.text


def test_the_example_of_a_scenario_comes_out(letter):
    command = re.search(r"^例：`(whatif .+?)`", chapter("what_if"), re.MULTILINE)[1]
    asked = build_parser(ZH).parse_args(shlex.split(command))
    view = services.what_if(letter, READER, Query(), asked.ratio, Scenario({}, dict(asked.growth), None))
    share, other = view.shares
    told = [share.now_text, share.then_text, *re.findall(r"[+−][\d.]+个百分点", share.sentences[0])]
    told += re.findall(r"[\d.]+(?=万人|%才能)", "".join(share.sentences[1:]))
    told += [re.search(r"[\d.]+", text)[0] for path in share.paths for text in (path.more_text, path.per_year_text)]
    assert len(told) == 15
    assert [number for number in told if number not in chapter("what_if")] == []
    assert "+1.18万人" in other.paths[0].more_text


def test_the_examples_of_lamps_come_out(letter):
    def turned(shift, **query):
        view = services.lamps_view(letter, READER, Query(**query), shift=shift)
        return {
            (each.shift.threshold, each.shift.moved): [change.after for change in each.shift.changes] for each in view.shifts
        }

    assert turned(5)[-10, -15] == ["yellow"]
    assert turned(5)[-10, -5] == []
    assert turned(10, lamps="yinchuan_2025")[-10, -20] == ["green"]
    told = chapter("lamps")
    assert "界线−10移至−15个百分点，由红灯变黄灯；移至−5，仍为红灯" in told
    assert "银川2025方案下为黄灯；界线−10移至−20，变绿灯" in told


def test_the_examples_of_a_projection_come_out():
    """Points, value, both ends and the chance as the manual prints them."""
    shape = (
        r"各年年底为([\d、]+)万人，目标为2025年底(\d+)万人.+?推算值.*?([\d.]+)万人，"
        r"80%区间.+?即([\d.]+)至([\d.]+)万人.+?可能性约(\d+)%"
    )
    examples = re.findall(shape, chapter("gaps"))
    assert len(examples) == 2
    for points, target, *told in examples:
        values = [float(each) for each in points.split("、")]
        last = 2023 if values[-2] == 16 else 2024
        found = analysis.project(range(last - len(values) + 1, last + 1), values, 2025)
        low, high = found.interval(analysis.INTERVAL)
        shown = [round(found.value, 1), round(low, 2), round(high, 2), round(found.chance_of(float(target)) * 100)]
        assert [float(each) for each in told] == shown
