"""What slides say about their own lists: in which order they stand, how many there are, and whole sentences under a map."""

import io
from dataclasses import replace

import pytest
from pptx import Presentation

from kpi.i18n import texts
from kpi.report.slides import render_pptx
from kpi.views import Amount, PlacesView
from tests.unit.report.sample import PROJECT_2023, changed, large, member, member_column, small


def shown(report):
    """The texts and tables of each slide by its title."""
    slides = Presentation(io.BytesIO(render_pptx(report))).slides
    return {slide.shapes.title.text: slide for slide in slides}


def texts_of(slide):
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def table_of(slide):
    [table] = [shape.table for shape in slide.shapes if shape.has_table]
    return [[cell.text for cell in row.cells] for row in table.rows]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_slide_of_gaps_tells_the_order_that_the_workbook_tells(lang):
    """The list goes by verdict, then by what is behind time: never by what is still to go."""
    words = texts(lang)
    told = words("slides.worst_lead", count=12, shown=6)
    order = {
        "zh": "按评价由重到轻，同一评价的落后序时多的在前",
        "en": "by status (missed first), within a status the furthest behind time first",
    }
    assert order[lang] in told
    slide = shown(replace(large(), lang=lang))[words("slides.worst")]
    assert any(order[lang] in text for text in texts_of(slide)), "not cut"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_of_gaps_that_are_all_shown_no_first_ones_are_named(lang):
    report = replace(large(), missing=large().missing[:3], lang=lang)
    told = " ".join(texts_of(shown(report)[texts(lang)("slides.worst")]))
    assert texts(lang)("slides.worst_lead_all", count=3) in told
    assert "前3项" not in told
    assert "first 3" not in told


def open_rows():
    now = [changed(PROJECT_2023, target_id=f"T{number}", measure_name=f"指标{number}", counted=True) for number in (81, 82)]
    return now, changed(PROJECT_2023, target_id="T83", measure_name="指标83", counted=False)


def report_of(*rows):
    base = small()
    return replace(base, categories=(replace(base.categories[0], rows=rows),), missing=())


def test_what_is_open_is_counted_as_the_headline_counts_it():
    now, before = open_rows()
    slide = shown(report_of(*now, before))["口径待核定事项"]
    assert any("下列2项暂无评价结论，按原因分列。以前年度待核定的1项另列。" in text for text in texts_of(slide))
    assert [line[:3] for line in table_of(slide)[1:]] == [
        ["待核定", "2", "指标81、指标82"],
        ["待核定（以前年度）", "1", "指标83"],
    ]


@pytest.mark.parametrize(("lang", "told"), [("zh", "2项指标：指标81、指标82"), ("en", "2 measures: 指标81 and 指标82")])
def test_where_two_targets_are_of_one_measure_the_measures_are_counted_too(lang, told):
    now, _ = open_rows()
    slide = shown(replace(report_of(*now, changed(now[0], target_id="T84")), lang=lang))[texts(lang)("report.heading_pending")]
    assert table_of(slide)[1][1:3] == ["3", told]


def test_nothing_of_now_is_open_where_only_earlier_years_are():
    _, before = open_rows()
    slide = shown(report_of(before))["口径待核定事项"]
    assert any("本期目标均有评价结论；以前年度待核定的1项列于下表。" in text for text in texts_of(slide))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_line_of_last_year_is_whole_under_the_map(lang):
    told = texts(lang)("place.line_last_year", region="Dongguan", goal="≥50,000 person-times", period="2025")
    towns = [member("甲镇", Amount("30人", 30.0, 0), 1), member("乙镇", Amount("12人", 12.0, 0), 2)]
    column = member_column("培训人数", "人", "2025年", Amount("42人", 42.0, 0), towns)
    view = PlacesView(column, (), "", "", told, None, 0.0, (), "", 0, False, (9, 9))
    report = replace(small(), lang=lang, places=(view,))
    assert any(told in texts_of(slide) for slide in shown(report).values())
