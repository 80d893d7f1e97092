"""Charts as DrawingML: the plot's values and names, readable in black and white, the same bytes for the same plot."""

import io
import itertools
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from lxml import etree
from pptx import Presentation
from pptx.util import Inches

from kpi.i18n import texts
from kpi.report.drawing.charts import Box, Look, chart_part, place
from kpi.report.drawing.inks import SHADES
from kpi.report.pdf.charts import plot_data
from kpi.report.plots import Ink, Plot, PlotForm, PlotSeries, member_plot, path_plots, progress_plot, status_plot, yearly_plot
from kpi.views import Amount, PathPoint, YearlyRow
from tests.unit.report.sample import PROJECT, full, small

YEAR = YearlyRow("培训", "培训", "人", 2024, Amount("2人", 2.0, 0), "2024年", True, measure_id="training")

NAMES = {
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
}


def plot(form=PlotForm.BARS, names=("甲", "乙", "丙"), **changes):
    series = (PlotSeries("实绩", (25.84, None, 30.0), Ink.VALUE), PlotSeries("应达", (26.0, 28.0, 29.5), Ink.YARDSTICK))
    values = {"name": "path", "title": "比例（%）", "unit": "%", "decimals": 1, "series": series, "summary": "比例：甲25.8%。"}
    return Plot(form=form, categories=names, **values | changes)


def xml_of(made, lang="zh", look=None):
    return etree.fromstring(chart_part(made, lang, look)[0])


def found(root, path):
    return root.xpath(path, namespaces=NAMES)


@pytest.mark.parametrize("form", list(PlotForm))
def test_the_chart_holds_names_and_values_and_leaves_gaps(form):
    root = xml_of(plot(form))
    assert found(root, "//c:ser/c:tx//c:v/text()") == ["实绩", "应达"]
    assert found(root, "//c:ser[1]/c:cat//c:v/text()") == ["甲", "乙", "丙"]
    points = [(each.get("idx"), float(found(each, "c:v")[0].text)) for each in found(root, "//c:ser[1]/c:val//c:pt")]
    assert points == [("0", 25.84), ("2", 30.0)]
    assert found(root, "//c:dispBlanksAs/@val") == ["gap"]


@pytest.mark.parametrize("form", list(PlotForm))
def test_labels_show_the_digits_of_the_plot(form):
    assert set(found(xml_of(plot(form)), "//c:dLbls/c:numFmt/@formatCode")) == {'0.0;"−"0.0'}
    assert set(found(xml_of(plot(form, decimals=0), "en"), "//c:dLbls/c:numFmt/@formatCode")) == {'#,##0;"−"#,##0'}


def test_the_embedded_workbook_has_what_the_chart_refers_to():
    book = openpyxl.load_workbook(io.BytesIO(chart_part(plot(), "zh")[1]))
    assert book.sheetnames == ["Sheet1"]
    assert list(book["Sheet1"].values) == [(None, "实绩", "应达"), ("甲", 25.84, 26), ("乙", None, 28), ("丙", 30, 29.5)]
    assert found(xml_of(plot()), "//c:ser[2]/c:val//c:f/text()") == ["Sheet1!$C$2:$C$4"]


@pytest.mark.parametrize("form", list(PlotForm))
def test_axes_have_ids_that_the_standard_allows_and_name_each_other(form):
    root = xml_of(plot(form))
    ids = [int(each) for each in found(root, "//c:axId/@val")]
    assert min(ids) >= 0
    assert sorted(ids) == sorted([*{*ids}] * 2), "each is that of one axis and is named once by the plot"
    assert {int(each) for each in found(root, "//c:crossAx/@val")} == {*ids}


def test_the_same_plot_gives_the_same_bytes():
    first, second = chart_part(plot(), "zh"), chart_part(plot(), "zh")
    assert first == second
    assert openpyxl.load_workbook(io.BytesIO(first[1])).properties.created.year == 2000


HOSTILE = ["=1+1", "+A1", "@x", "<b>&amp;]]>", "坏\x00字\x08符", "半\ud800个", "{=1}", "很长" * 300]


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_names_stay_text(text):
    made = plot(names=(text, "乙", "丙"), series=(PlotSeries(text, (1.0, 2.0, 3.0), Ink.VALUE),), title=text, summary=text)
    chart, workbook = chart_part(made, "zh")
    shown = text.replace("\x00", "").replace("\x08", "").replace("\ud800", "\N{REPLACEMENT CHARACTER}")
    assert found(etree.fromstring(chart), "//c:ser/c:tx//c:v/text()") == [shown]
    sheet = openpyxl.load_workbook(io.BytesIO(workbook))["Sheet1"]
    assert (sheet["A2"].value, sheet["A2"].data_type) == (shown, "s")
    assert (sheet["B1"].value, sheet["B1"].data_type) == (shown, "s")


def test_bars_have_the_first_category_on_top_and_no_value_axis():
    for form in (PlotForm.BARS, PlotForm.STACKED):
        root = xml_of(plot(form))
        assert found(root, "//c:barDir/@val") == ["bar"]
        assert found(root, "//c:catAx/c:scaling/c:orientation/@val") == ["maxMin"]
        assert [each.get("val", "1") for each in found(root, "//c:valAx/c:delete")] == ["1"]
        assert [float(each) for each in found(root, "//c:valAx/c:scaling/c:min/@val")] == [0]
        assert not found(root, "//c:majorGridlines")


def test_a_legend_only_where_there_is_more_than_one_series():
    assert found(xml_of(plot()), "//c:legend")
    assert not found(xml_of(plot(series=(PlotSeries("甲", (1.0, 2.0, 3.0), Ink.VALUE),))), "//c:legend")


def test_fonts_and_sizes_are_those_asked_for():
    root = xml_of(plot(), look=Look(names=14, labels=12, legend=13, east_asian="黑体", latin="Arial"))
    assert found(root, "/c:chartSpace/c:txPr//a:ea/@typeface") == ["黑体"]
    assert found(root, "/c:chartSpace/c:txPr//a:latin/@typeface") == ["Arial"]
    assert found(root, "/c:chartSpace/c:txPr//a:defRPr/@sz") == ["1400"]
    assert set(found(root, "//c:dLbls//a:defRPr/@sz")) == {"1200"}
    assert found(root, "//c:legend//a:defRPr/@sz") == ["1300"]


def test_the_language_is_named():
    assert found(xml_of(plot(), "zh"), "/c:chartSpace/c:lang/@val") == ["zh-CN"]
    assert found(xml_of(plot(), "en"), "/c:chartSpace/c:lang/@val") == ["en-GB"]


def test_on_lines_the_lower_of_two_values_has_its_label_below():
    root = xml_of(plot(PlotForm.LINES))
    assert found(root, "//c:ser[1]//c:dLbl/c:idx/@val") == ["0"], "25.84 lies below 26, 30 above 29.5"
    assert found(root, "//c:ser[2]//c:dLbl/c:idx/@val") == ["2"]
    assert found(root, "//c:ser[1]//c:dLbl/c:dLblPos/@val") == ["b"]


@pytest.mark.parametrize(
    ("lower", "upper", "below"),
    [
        ((0.0, 0.2, 0.8, 1.0), (None, 0.9, 1.7, 1.95), [False, True, True, True]),
        ((60.6, 61.21, 64.0, 65.0), (None, 63.89, 67.0, 68.0), [False, True, True, True]),  # 61.21 is near the axis
        ((0.0, -3.6, -14.4, -18.0), (None, -3.5, -7.8, -12.4), [False, True, True, True]),
        ((0.0, None, None, None), (None, None, None, 0.0), [False] * 4),
    ],
)
def test_the_lower_of_two_labels_stands_below_its_mark_where_the_axis_leaves_room(lower, upper, below):
    """A label takes less than a sixth of a chart's height: 0.35 of what the lines take, of 1.7 times that."""
    series = (PlotSeries("实绩", upper, Ink.VALUE), PlotSeries("应达", lower, Ink.YARDSTICK))
    made = plot(PlotForm.LINES, names=("甲", "乙", "丙", "丁"), series=series)
    assert [made.stands_below(1, place) for place in range(4)] == below
    labels = found(xml_of(made), "//c:ser[2]//c:dLbl[c:dLblPos/@val='b']")
    assert [int(found(each, "c:idx/@val")[0]) for each in labels] == [place for place in range(4) if below[place]]
    least, most = (float(found(xml_of(made), f"//c:valAx/c:scaling/c:{end}/@val")[0]) for end in ("min", "max"))
    known = [value for value in (*lower, *upper) if value is not None]
    assert min(min(known) - least, most - max(known)) >= (most - least) / 6


def test_a_number_at_one_mark_is_told_once():
    """What was reported is 60.6, and so is what the way begins with: one mark, one number. 61 beside ≥61 are two."""
    series = (
        PlotSeries("实绩", (60.6, 61.0, 64.0), Ink.VALUE, ("", "≥", "")),
        PlotSeries("应达", (60.6, 61.0, 63.0), Ink.YARDSTICK),
    )
    made = plot(PlotForm.LINES, series=series)
    assert found(xml_of(made), "//c:ser[2]//c:dLbl[c:delete]/c:idx/@val") == ["0"]
    assert [each["labels"] for each in plot_data(made, "zh")["series"]] == [["60.6", "≥61.0", "64.0"], ["", "61.0", "63.0"]]


def test_inks_can_be_told_apart_without_colour():
    """Those that meet in one chart: the verdicts, and a value with its yardstick."""
    verdicts = [Ink.MET, Ink.ON_PACE, Ink.BEHIND, Ink.FAR_BEHIND, Ink.MISSED, Ink.OPEN]
    lines = [Ink.VALUE, Ink.YARDSTICK, Ink.EARLIER, Ink.EARLIEST]
    assert len({SHADES[each].marker for each in lines}) == len(lines)
    assert len({plot_data(plot(series=(PlotSeries("", (), each),)), "zh")["series"][0]["shape"] for each in lines}) == 4
    for inks in (verdicts, [Ink.VALUE, Ink.YARDSTICK]):
        assert len({SHADES[each].pattern for each in inks}) == len(inks)
        for one, other in itertools.combinations(inks, 2):
            assert abs(_lightness(SHADES[one]) - _lightness(SHADES[other])) > 5, (one, other)


def _lightness(shade):
    """Of the larger area: the ground of a pattern, or the colour. Lab, 0 to 100."""
    colour = shade.colour if shade.pattern is None else shade.ground
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 116 * (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]) ** (1 / 3) - 16


def test_on_a_slide_the_summary_is_the_alternative_text():
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    frame = place(slide, plot(), Box(Inches(1), Inches(1), Inches(6), Inches(4)), "zh")
    assert frame.has_chart
    assert (frame.left, frame.height) == (Inches(1), Inches(4))
    assert frame._element.nvGraphicFramePr.cNvPr.get("descr") == "比例：甲25.8%。"
    assert [tuple(each.values) for each in frame.chart.plots[0].series] == [(25.84, None, 30.0), (26.0, 28.0, 29.5)]


def test_no_bar_dwarfs_the_others():
    """The axis ends where the plot says; the number stays what it is."""
    far = plot(series=(PlotSeries("进度", (353.7, -460.0, 42.0), Ink.VALUE),), longest=150.0)
    root = xml_of(far)
    assert found(root, "//c:valAx/c:scaling/c:max/@val") == ["150.0"]
    assert [float(each) for each in found(root, "//c:valAx/c:scaling/c:min/@val")] == [0]
    assert [float(each) for each in found(root, "//c:ser[1]/c:val//c:v/text()")] == [353.7, -460.0, 42.0]
    (drawn,) = plot_data(far, "zh")["series"]
    assert (drawn["values"], drawn["labels"]) == ([150.0, -460.0, 42.0], ["353.7", "−460.0", "42.0"])
    assert drawn["broken"] == (0,)


def test_a_bar_that_goes_further_is_broken_and_has_its_number_in_its_end():
    root = xml_of(plot(series=(PlotSeries("进度", (353.7, 150.0, None), Ink.VALUE),), longest=150.0))
    [point] = found(root, "//c:ser[1]/c:dPt")
    assert found(point, "c:idx/@val") == ["0"]
    stops = [(each.get("pos"), each[0].get("val")) for each in found(point, ".//a:gs")]
    assert [colour == "FFFFFF" for _, colour in stops] == [False, False, True, True, False, False]
    assert [stops[1][0], stops[3][0]] == [stops[2][0], stops[4][0]], "the gap has edges"
    [label] = found(root, "//c:ser[1]//c:dLbl")
    assert (found(label, "c:idx/@val"), found(label, "c:dLblPos/@val")) == (["0"], ["inEnd"])
    assert found(label, "c:spPr/a:solidFill/a:srgbClr/@val") == ["FFFFFF"]
    assert not found(xml_of(plot()), "//c:dPt")


def test_progress_is_drawn_to_150_per_cent_and_only_below_nothing_said_beside_the_name():
    far = replace(PROJECT, progress=Amount("353.7%", 353.7, 1))
    back = replace(PROJECT, progress=Amount("-12%", -12.0, 0))
    made = progress_plot(full(), [far, PROJECT, back])
    assert (made.longest, made.broken(made.series[0])) == (150, (0,))
    assert made.categories == ("“项目制”技能培训（2025年）",) * 2 + ("“项目制”技能培训（2025年）（-12%）",)
    assert progress_plot(full(), [PROJECT, PROJECT]).longest is None


def test_one_bar_is_no_chart():
    report = small()
    alone = replace(report, categories=report.categories[:1])
    assert progress_plot(report, [PROJECT]) is None
    assert (status_plot(report) is None, status_plot(alone)) == (False, None)
    values = [replace(YEAR, year=year) for year in (2023, 2024)]
    assert len(yearly_plot(replace(report, yearly=tuple(values)), YEAR.measure_id).categories) == 2
    assert yearly_plot(replace(report, yearly=tuple(values[:1])), YEAR.measure_id) is None


def test_a_chart_has_no_frame():
    """Word processors would draw one; slides and PDF do not."""
    assert found(xml_of(plot()), "/c:chartSpace/c:chart/following-sibling::c:*[1][self::c:spPr]/a:ln/a:noFill")


def test_one_member_alone_is_not_charted():
    report = full()
    column = report.members[0]
    assert member_plot(report, column)
    assert member_plot(report, replace(column, rows=column.rows[:1])) is None


@pytest.mark.parametrize(("there", "told"), [(15, ""), (32, "32个地区中列前的15个")])
def test_a_chart_of_some_members_says_of_how_many(there, told):
    """Fifteen bars are read as all there are, where there are 32 towns."""
    report = full()
    column = report.members[0]
    member = next(each for each in column.rows if each.amount.number is not None)
    drawn = member_plot(report, replace(column, rows=tuple(replace(member, name=f"镇{number}") for number in range(there))))
    assert len(drawn.categories) == 15
    assert (told in drawn.title, "列前" in drawn.title) == (True, bool(told))


@pytest.mark.parametrize("form", [PlotForm.LINES, PlotForm.BARS])
def test_a_number_that_is_a_bound_says_so_at_its_mark(form):
    """25.84 % and more, about 30: natively by the label's own format, drawn by its text; the others stay plain."""
    made = plot(form, series=(PlotSeries("实绩", (25.84, 28.0, 30.0), Ink.VALUE, ("≥", "", "约")),))
    labels = found(xml_of(made), "//c:ser/c:dLbls/c:dLbl")
    assert {found(each, "c:idx/@val")[0]: found(each, "c:numFmt/@formatCode")[0] for each in labels} == {
        "0": '"≥"0.0;"≥−"0.0',
        "2": '"约"0.0;"约−"0.0',
    }
    assert found(xml_of(made), "//c:ser/c:dLbls/c:numFmt/@formatCode") == ['0.0;"−"0.0']
    assert plot_data(made, "zh")["series"][0]["labels"] == ["≥25.8", "28.0", "约30.0"]


def test_marks_of_amounts_go_on_to_their_series_a_word_with_a_blank():
    amounts = (Amount("≥2 people", 2.0, 0, "≥"), None, Amount("about 3 people", 3.0, 0, "about"))
    assert PlotSeries.of("x", amounts, Ink.VALUE) == PlotSeries("x", (2.0, None, 3.0), Ink.VALUE, ("≥", "", "about "))
    assert PlotSeries.of("x", (Amount("2", 2.0),), Ink.VALUE).marks == ()
    pair = [replace(YEAR, value=amounts[0]), replace(YEAR, year=2025, period="2025年", value=Amount("3人", 3.0, 0))]
    assert yearly_plot(small(yearly=tuple(pair)), "training").series[0].marks == ("≥", "")


UNEVEN = (date(2020, 12, 31), date(2021, 12, 31), date(2023, 12, 31))


def test_a_steady_course_is_a_straight_line_where_a_year_is_missing():
    """Of 1096 days 365 lie before the second: a third of the way, and not half of it."""
    drawn = plot(PlotForm.LINES, days=UNEVEN)
    first, second, last = (drawn.at(place) for place in range(3))
    assert (second - first) / (last - first) == pytest.approx(365 / 1095)
    assert plot_data(drawn, "zh")["at"] == [first, second, last]
    assert [plot(PlotForm.LINES).at(place) for place in range(3)] == pytest.approx([1 / 6, 1 / 2, 5 / 6])


@pytest.mark.parametrize(("lang", "told"), [("zh", 'yyyy"年底"'), ("en", '"end of "yyyy')])
def test_days_that_are_no_even_steps_apart_stand_on_an_axis_of_days(lang, told):
    root = xml_of(plot(PlotForm.LINES, days=UNEVEN), lang)
    assert found(root, "//c:ser[1]/c:cat//c:v/text()") == ["44196.0", "44561.0", "45291.0"]
    assert found(root, "//c:dateAx/c:scaling/*[self::c:min or self::c:max]/@val") == ["45291.0", "44196.0"]
    assert found(root, "//c:dateAx/c:numFmt/@formatCode") == [told]
    assert found(root, "//c:dateAx/*[self::c:baseTimeUnit or self::c:majorUnit or self::c:majorTimeUnit]/@val") == [
        "days", "1", "years",
    ]  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(chart_part(plot(PlotForm.LINES, days=UNEVEN), lang)[1]))
    assert [cell.value.date() for cell in book["Sheet1"]["A"][1:]] == list(UNEVEN)


def test_an_axis_of_days_goes_between_ends_of_years():
    within = (date(2023, 6, 30), date(2023, 12, 31), date(2025, 6, 30))
    assert plot(PlotForm.LINES, days=within).years == (date(2022, 12, 31), date(2025, 12, 31))
    assert plot(PlotForm.LINES, days=(date(2023, 12, 31), date(2024, 12, 31), date(2025, 12, 31))).years is None


@pytest.mark.parametrize(
    ("days", "zh", "en"),
    [
        ((date(2020, 12, 31), date(2023, 12, 31), date(2024, 12, 31)), "", ""),
        (
            (date(2023, 12, 31), date(2025, 6, 30), date(2025, 12, 31)),
            "28.0为2025年6月30日数",
            "28.0: as at 30 June 2025.",
        ),
        (
            (date(2023, 3, 31), date(2025, 6, 30), date(2025, 12, 31)),
            "25.8、26.0为2023年3月31日数；28.0为2025年6月30日数",
            "25.8 and 26.0: as at 31 March 2023. 28.0: as at 30 June 2025.",
        ),
    ],
)
def test_an_axis_of_years_says_which_numbers_are_of_other_days(days, zh, en):
    for lang, told in (("zh", zh), ("en", en)):
        title = found(xml_of(plot(PlotForm.LINES, days=days), lang), "//c:dateAx/c:title//a:t/text()")
        assert title == ([told] if told else [])


def test_of_many_days_within_years_it_is_said_that_each_stands_where_it_is():
    days = tuple(date(2024, month, 28) for month in (2, 3, 5, 9))
    series = (PlotSeries("实绩", (1.0, 2.0, 3.0, 4.0), Ink.VALUE),)
    made = plot(PlotForm.LINES, names=("", "", "", ""), days=days, series=series)
    assert made.within_years(texts("zh")) == "不在年底的点按所在日期绘出"


def test_stretches_that_are_counted_in_other_ways_have_marks_of_their_own():
    points = tuple(PathPoint(date(year, 12, 31), str(year), Amount(str(year), year, 0)) for year in (2021, 2022, 2023, 2024))
    path = replace(full().paths[0], points=points, breaks=(date(2022, 6, 1), date(2023, 6, 1), date(2024, 6, 1)))
    *stretches, way = path_plots(full(paths=(path,)))[0].series
    assert [each.ink for each in (*stretches, way)] == [Ink.EARLIEST, Ink.EARLIEST, Ink.EARLIER, Ink.VALUE, Ink.YARDSTICK]
