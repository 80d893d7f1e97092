"""The Word report says what the services say, to the digit, and asks nothing of its reader: of the letter and of fiction."""

import re
from datetime import date

import pytest
from docx.oxml.ns import qn

from kpi import services
from kpi.analysis import REGIONS
from kpi.i18n import ordinal
from kpi.model import Status
from kpi.report import render_docx, render_pdf
from kpi.services import Query, ReportRequest
from tests.databases import LETTER
from tests.unit.report.reading import open_docx, paragraphs, table_under, tables
from tests.unit.report.reading_pdf import open_pdf
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


def dated(words, standing):
    """The day of a value that stands at one."""
    day = standing.assessment.current_date
    return words.day(day) if day else ""


def bare(text):
    """Without the zeros that only make decimals even."""
    return re.sub(r"(\.\d*?)0+(?=\D|$)", lambda found: found[1].rstrip("."), text)


@pytest.mark.slow
@pytest.mark.parametrize("query", [QUERIES["zh"], QUERIES["letter"], QUERIES["en"], Query(as_of=date(2024, 9, 30))], ids=str)
def test_the_summary_is_one_page_and_the_text_five_at_most(plan, query):
    """At the end of September 2024 forecasts and 22 rows to collect make the text six pages, unless its courses are annexed."""
    model = services.report_model(plan, ZHANG, ReportRequest(query))
    words = model.texts
    pages = [re.sub(r"\s", "", page.extract_text()) for page in open_pdf(render_pdf(model)).pages]
    heading = words("report.heading_first", number=ordinal(words.lang, 1), text=words("document.heading_progress"))
    wanted = [re.sub(r"\s", "", text) for text in (heading, words("report.annex_label", number=1))]
    first, annexed = (next(place for place, text in enumerate(pages) if text.find(each) in range(40)) for each in wanted)
    assert first == 1
    assert annexed - first <= 5


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
            "/".join([bare(each.current.text) or none, *filter(None, [each.counted_over or dated(model.texts, each)])]),
            bare(each.progress.text) or none,
            bare(each.time.text) or none,
        ]
        for each in shown
    )
    lines = lines_below(document, caption(model, "detail"))
    assert sorted([line[1], line[2], *(bare(line[place]) for place in (4, 6, 7))] for line in lines) == expected


def told_in(document):
    """Every paragraph and cell before the annexes, one after the other."""
    for element in document.element.body:
        text = "".join(element.itertext(qn("w:t")))
        if text.startswith(("附件1", "Annex 1")):
            return
        yield text


TOLD = frozenset(
    {Status.MET, Status.ON_PACE, Status.BEHIND, Status.FAR_BEHIND, Status.MISSED, Status.BASELINE_ONLY}
)  # fmt: skip


def test_every_target_with_a_value_is_told_once_and_no_sentence_twice(case):
    plan, query, _, document = case
    text = "\n".join(told_in(document))
    for each in services.status(plan, ZHANG, query).standings:
        if each.counted and each.status in TOLD:
            sentence, clause = each.sentence.rstrip("。."), each.clause.rstrip("。.")
            assert (
                text.count(sentence) + (text.count(f"；{clause}") + text.count(f"；其中{clause}")) * (query.lang == "zh") <= 1
            ), each
            assert sentence in text or clause in text, each.sentence


def test_every_target_without_a_verdict_is_told_with_what_it_waits_for(case):
    """In the table of what is to be collected or settled."""
    plan, query, model, document = case
    collected = {line[1] for line in lines_below(document, model.texts("document.caption_collect"))}
    for each in services.status(plan, ZHANG, query).standings:
        if (each.counted and each.status in NO_VERDICT) or each.status is Status.PENDING:
            assert each.measure_name in collected, each


def test_the_opening_is_the_headline(case):
    plan, query, _, document = case
    assert paragraphs(document, "Body Text")[0] == services.status(plan, ZHANG, query).headline


@pytest.mark.slow
def test_what_closing_a_gap_takes_is_that_of_the_page(case):
    plan, query, _, document = case
    text = "\n".join(told_in(document))
    for row in services.gap_view(plan, ZHANG, query).rows:
        if row.standing.status in TOLD:
            assert row.catch_up.details in text
            assert not row.ratio.text or row.catch_up.pace_text in text


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
    assert named | {model.numbered_figures[figure] for figure in model.untargeted} == set(listed)
    for figure, number in model.numbered_figures.items():
        if number in listed:
            assert bare(listed[number][3]) == bare(figure.amount.text)
            assert f"“{figure.printed}”" in listed[number][4]


@pytest.mark.slow
def test_every_measure_of_the_plan_with_a_figure_stands_in_annex_1(case):
    _, _, model, document = case
    targeted = {line[1] for line in lines_below(document, caption(model, "detail"))}
    others = [line[0] for line in table_under(document, model.texts("document.caption_untargeted"))[1:]]
    for name in {figure.measure_name for figure in model.figures} - targeted:
        assert any(other.startswith(name) for other in others), name
    assert len(set(others)) > 20


@pytest.mark.slow
@pytest.mark.parametrize("name", ["zh", "halfway", "letter"])
def test_no_chinese_report_asks_or_blames(plan, name):
    document = open_docx(render_docx(services.report_model(plan, ZHANG, ReportRequest(QUERIES[name]))))
    told = " ".join([*paragraphs(document), *(cell for table in tables(document) for line in table for cell in line)])
    without_names = told.replace("人力资源", "").replace("申请", "")
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
    assert [[line[0], *map(bare, line[2:5]), line[5].split("/")[0]] for line in rows] == expected
    assert len(expected) >= 3


@pytest.mark.slow
def test_a_town_is_named_in_title_and_file_name(plan):
    request = ReportRequest(Query(region=TOWN))
    model = services.report_model(plan, ZHANG, request)
    assert model.above == "东莞市"
    assert paragraphs(open_docx(render_docx(model)), "Title")[0].endswith("东城街道指标情况报告")
    assert "东城街道指标情况报告" in services.report_names(plan, ZHANG, request)["docx"]
