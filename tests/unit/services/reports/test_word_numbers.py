"""The Word report says what the services say, to the digit, and asks nothing of its reader: of the letter and of fiction."""

import re
from datetime import date

import pytest

from kpi import services
from kpi.analysis import REGIONS
from kpi.model import Status
from kpi.report import render_docx
from kpi.services import Query, ReportRequest
from tests.databases import LETTER
from tests.unit.report.reading import open_docx, paragraphs, table_under, tables
from tests.unit.services.conftest import ZHANG, Clock

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
TOWN = "441900003"


@pytest.fixture(scope="module")
def plan(ready_made, tmp_path_factory):
    """A demonstration database of the letter's plan."""
    clock = Clock()
    database = ready_made.place(tmp_path_factory.mktemp("demo") / "demo.duckdb", LETTER, clock.moment, demo=True)
    workspace = services.open_workspace(database, LETTER, now=clock)
    yield workspace
    workspace.close()


QUERIES = {
    "zh": Query(),
    "halfway": Query(as_of=date(2024, 6, 30)),
    "en": Query(lang="en"),
    "letter": Query(as_of=date(2023, 6, 30)),
}


@pytest.fixture(scope="module", params=sorted(QUERIES))
def case(request, plan):
    query = QUERIES[request.param]
    model = services.report_model(plan, ZHANG, ReportRequest(query))
    return plan, query, model, open_docx(render_docx(model))


def caption(model, key, **values):
    return model.texts(f"report.caption_{key}", **values)


def lines_below(document, ending):
    """Rows with a number of their own; those that name a group have it in every cell."""
    return [line for line in table_under(document, ending)[1:] if line[0].isdigit() and line[0] != line[1]]


@pytest.mark.slow
def test_annex_1_has_the_numbers_of_the_status(case):
    plan, query, model, document = case
    none = model.texts("value.none")
    standings = services.status(plan, ZHANG, query).standings
    shown = [each for each in standings if each.counted or each.status is not Status.NOT_STARTED]
    expected = sorted(
        [
            each.measure_name,
            f"{each.goal.text}/{each.period}",
            "/".join([each.current.text or none, *(model.texts.day(day) for day in [each.assessment.current_date] if day)]),
            each.progress.text or none,
            each.time.text or none,
        ]
        for each in shown
    )
    found = sorted([line[1], line[2], line[4], line[6], line[7]] for line in lines_below(document, caption(model, "detail")))
    assert found == expected


@pytest.mark.slow
def test_gaps_and_what_closing_them_takes_are_those_of_the_page(case):
    plan, query, model, document = case
    none = model.texts("value.none")
    rows = services.gap_view(plan, ZHANG, query).rows
    found = lines_below(document, caption(model, "missing"))
    assert [line[1] for line in found] == [row.standing.measure_name for row in rows]
    assert [line[3:8] for line in found] == [
        [
            row.standing.gap.text or none,
            row.share.text,
            row.remaining.text,
            row.standing.required.text or none,
            row.ratio.text or none,
        ]
        for row in rows
    ]
    told = "\n".join(paragraphs(document))
    for row in rows:
        if row.standing.status not in {Status.PENDING, Status.INCOMPLETE}:
            assert row.catch_up.text in told
            assert row.catch_up.outlook_text in told


def test_the_opening_is_the_headline(case):
    plan, query, _, document = case
    view = services.status(plan, ZHANG, query)
    gap = " " if query.lang == "en" and view.earlier else ""
    assert paragraphs(document, "Body Text")[0] == f"{view.headline}{gap}{view.earlier}"


def test_pace_adds_up_to_the_targets_with_one(case):
    plan, query, model, document = case
    leads = [
        each.assessment.lead_pp
        for each in services.status(plan, ZHANG, query).standings
        if each.counted and each.status not in NO_VERDICT and each.assessment.lead_pp is not None
    ]
    ahead, behind = sum(lead > 0 for lead in leads), sum(lead < 0 for lead in leads)  # −0.04 is behind, however it is rounded
    sentence = paragraphs(document, "Body Text")[1]
    assert sum(map(int, NUMBER.findall(sentence)[1:])) == len(leads) == int(NUMBER.findall(sentence)[0])
    words = model.texts
    for key, number in (("ahead", ahead), ("behind", behind)):
        assert (words(f"document.{key}", number=number) in sentence) == (number > 0)


NO_VERDICT = frozenset(
    {
        Status.PENDING, Status.INCOMPLETE, Status.NOT_COMPARABLE, Status.BASELINE_ONLY, Status.NO_DATA, Status.NOT_STARTED,
        Status.NOT_ASSESSED,
    }
)  # fmt: skip


def test_every_number_of_the_sentences_stands_in_the_model(case):
    """Counts of targets and numbers of tables aside: those have neither a point nor three digits."""
    _, _, model, document = case
    known = set(NUMBER.findall(repr(model))) | {f"{model.moment:%Y}", f"{model.moment:%H:%M}"}
    items = [re.sub(r"^\d+\. ?", "", text) for text in paragraphs(document, "List Item")]
    told = " ".join([*paragraphs(document, "Body Text"), *items])
    assert [number for number in NUMBER.findall(told) if ("." in number or len(number) > 2) and number not in known] == []


@pytest.mark.slow
def test_every_figure_a_row_names_is_listed_with_its_place(case):
    _, _, model, document = case
    listed = {int(line[0]): line for line in lines_below(document, caption(model, "figure_sources"))}
    named = {model.numbered_figures[figure] for row in model.rows for figure in model.figures_of(row)}
    assert named == set(listed)
    for figure, number in model.numbered_figures.items():
        if number in listed:
            assert listed[number][3] == figure.amount.text
            assert f"“{figure.printed}”" in listed[number][4]


@pytest.mark.slow
def test_annex_3_has_every_target_without_a_verdict(case):
    plan, query, model, document = case
    open_ones = [
        each
        for each in services.status(plan, ZHANG, query).standings
        if (each.counted and each.status in NO_VERDICT) or each.status is Status.PENDING
    ]
    lines = lines_below(document, model.texts("document.caption_unjudged"))
    assert sorted(line[1].split("/")[0] for line in lines) == sorted(each.measure_name for each in open_ones)
    assert all(line[3] for line in lines)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["zh", "halfway", "letter"])
def test_no_chinese_report_asks_or_blames(plan, name):
    document = open_docx(render_docx(services.report_model(plan, ZHANG, ReportRequest(QUERIES[name]))))
    told = " ".join([*paragraphs(document), *(cell for table in tables(document) for line in table for cell in line)])
    without_names = told.replace("人力资源", "")
    assert [word for word in ("请", "望", "补报", "妥否", "不力", "显著", "大幅", "较差") if word in without_names] == []


@pytest.mark.slow
def test_a_town_has_the_figures_of_the_page_of_towns(plan):
    model = services.report_model(plan, ZHANG, ReportRequest(Query(region=TOWN)))
    document = open_docx(render_docx(model))
    rows = [line for line in table_under(document, "指标数值、比重和位次")[1:] if line[0] != line[1]]
    expected = []
    for value in model.values:
        column = services.member_column(plan, ZHANG, Query(), REGIONS, value.measure_id)
        found = next(each for each in column.rows if each.code == TOWN)
        expected.append(
            [value.measure, found.amount.text, found.share.text or "—", column.whole.text or "—", f"第{found.rank}位"]
        )
    assert [[line[0], *line[2:5], line[5].split("/")[0]] for line in rows] == expected
    assert len(expected) >= 3


@pytest.mark.slow
def test_a_town_is_named_in_title_and_file_name(plan):
    request = ReportRequest(Query(region=TOWN))
    model = services.report_model(plan, ZHANG, request)
    assert model.above == "东莞市"
    assert paragraphs(open_docx(render_docx(model)), "Title")[0].endswith("东城街道指标情况报告")
    assert "东城街道指标情况报告" in services.report_names(plan, ZHANG, request)["docx"]
