"""Sources in notes, lamps with colour and text, years that are not mixed, charts on cells, and what the terms mean."""

import re
from dataclasses import replace

import pytest
from lxml import etree

from kpi.charts.palette import LAMP_COLOURS
from kpi.model import Lamp, Status
from kpi.report import Category, render_xlsx
from kpi.report.plots import path_plots
from kpi.report.workbook.charts import Drawn, _pages
from kpi.report.workbook.formats import tint
from kpi.views import Amount, YearlyRow
from tests.unit.report.reading import cells_under, open_xlsx, parts
from tests.unit.report.sample import (
    PROJECT,
    PROJECT_2025,
    PROJECT_HALF,
    SHARE,
    SHARE_2023,
    SHARE_PATH,
    changed,
    empty,
    full,
    large,
    small,
    town,
    with_text,
)


@pytest.fixture(scope="module")
def content():
    return render_xlsx(full(members_name="镇街"))


@pytest.fixture(scope="module")
def book(content):
    return open_xlsx(content)


def note_of(sheet, heading, place, head=3):
    comment = cells_under(sheet, heading, head)[place].comment
    return comment.text if comment else None


def test_a_value_leads_to_document_section_and_printed_form(book):
    note = note_of(book["指标明细"], "现值", 0)
    assert "《关于建议的答复》（人社函〔2023〕61号） 一（一）三，原文“25.8%”" in note
    assert "见“数据来源”第1号" in note
    assert note_of(book["指标明细"], "目标", 0) == "目标出处：《关于建议的答复》（人社函〔2023〕61号） 二，原文“100人”。"


def test_a_value_leads_to_file_row_uploader_and_time(book):
    note = note_of(book["指标明细"], "现值", 2)
    assert "文件“2025上半年.csv”第14行（王芳，2025年7月15日）" in note
    assert "载入时间：2025年7月15日 09:40" in note


def test_current_value_and_baseline_each_have_their_own_source():
    later = replace(PROJECT_2025, measure_name=SHARE.measure_name)
    row = replace(SHARE, current_figures=(later,), baseline_figures=(SHARE_2023,))
    sheet = open_xlsx(render_xlsx(small(categories=(Category("人才总量", (row,)),), missing=())))["指标明细"]
    assert "2025上半年.csv" in note_of(sheet, "现值", 0)
    assert "2025上半年.csv" not in note_of(sheet, "基期值", 0)
    assert "原文“25.8%”" in note_of(sheet, "基期值", 0)


def test_every_number_of_targets_years_and_towns_has_a_note(book):
    for sheet, headings, head in (
        ("指标明细", ["目标"], 3),
        ("年度数据", ["2023年", "2025年", "2025年目标"], 4),
        ("镇街", ["数值"], 3),
    ):
        for heading in headings:
            numbers = [cell for cell in cells_under(book[sheet], heading, head) if isinstance(cell.value, int | float)]
            assert numbers
            assert all(cell.comment and cell.comment.text for cell in numbers), (sheet, heading)


def test_a_town_leads_to_its_file(book):
    assert note_of(book["镇街"], "数值", 0) == "2025年1—6月：3万人次。文件“长安.csv”第2行（李明，2025年7月15日）。"
    own = open_xlsx(render_xlsx(town()))["本地区数据"]
    assert "文件“2025上半年.csv”第14行" in note_of(own, "数值", 0)


def test_a_value_of_many_figures_names_some_and_how_many_more():
    figures = tuple(replace(PROJECT_2025, row=number) for number in range(1, 10))
    report = small(categories=(Category("培训", (changed(PROJECT, figures=figures),)),), missing=())
    note = note_of(open_xlsx(render_xlsx(report))["指标明细"], "现值", 0)
    assert note.count("文件“") == 6
    assert note.endswith("另有3项。")


def test_notes_have_no_author_and_a_size(content):
    files = parts(content)
    assert any(name.startswith("xl/comments") for name in files)
    for name, data in files.items():
        if name.startswith("xl/comments"):
            assert b"<author></author>" in data or b"<author/>" in data
        if "vmlDrawing" in name:
            heights = [float(found) for found in re.findall(rb"height:([\d.]+)pt", data)]
            assert min(heights) >= 15


def test_lamps_are_coloured_by_their_shape_and_have_their_text(book):
    sheet = book["指标明细"]
    assert [cell.value for cell in cells_under(sheet, "亮灯")][:3] == ["○ 灰灯", "○ 灰灯", "● 绿灯"]
    rules = {str(area.sqref): list(sheet.conditional_formatting[area]) for area in sheet.conditional_formatting}
    letter = next(cell.column_letter for cell in sheet[3] if cell.value == "亮灯")
    assert f"{letter}4:{letter}12" in rules
    for found in rules.values():
        colours = {rule.formula[0]: rule.dxf.fill.bgColor.rgb for rule in found}
        assert colours[f'LEFT(${letter}4,1)="■"'] == "FF" + tint(LAMP_COLOURS[Lamp.RED])[1:]
        assert colours[f'LEFT(${letter}4,1)="✖"'] == colours[f'LEFT(${letter}4,1)="■"']
        assert len(set(colours.values())) == 5


def test_black_text_can_be_read_on_every_lamp():
    def light(colour):
        parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
        return sum(
            weight * (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
            for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True)
        )

    assert min((light(tint(colour)) + 0.05) / 0.05 for colour in LAMP_COLOURS.values()) >= 7


def year(number, value, *, whole):
    return YearlyRow("“项目制”技能培训", "培训", "万人次", number, value, f"{number}年", whole, measure_id="project_training")


def test_years_stand_side_by_side_with_their_targets():
    values = (
        year(2023, Amount("9.626万人次", 9.6264, 3), whole=True),
        year(2025, Amount("约5万人次", 5.0, 0, "约"), whole=False),
    )
    sheet = open_xlsx(render_xlsx(small(yearly=values)))["年度数据"]
    assert [cell.value for cell in sheet[4]] == [
        "指标",
        "类别",
        "单位",
        "2023年",
        "2023年目标",
        "2025年",
        "2025年目标",
    ]
    assert [cell.value for cell in sheet[5]][:7] == ["“项目制”技能培训", "培训", "万人次", 9.6264, 8, 5, 8]


def test_what_is_not_of_the_whole_year_looks_different_and_says_so():
    values = (
        year(2023, Amount("9.626万人次", 9.6264, 3), whole=True),
        year(2025, Amount("约5万人次", 5.0, 0, "约"), whole=False),
    )
    sheet = open_xlsx(render_xlsx(small(yearly=values)))["年度数据"]
    whole, part = sheet["D5"], sheet["F5"]
    assert (whole.number_format, whole.font.italic) == ("0.000", False)
    assert (part.number_format, part.font.italic, part.value) == ('"约"0"*"_._0_0_0;"约"-0"*"_._0_0_0', True, 5)
    assert sheet["A3"].value == "带“*”的浅色斜体数不是全年数，也不是年末数，所属时段见单元格批注。"
    assert part.comment.text.startswith("2025年")


def test_numbers_of_one_unit_have_as_many_digits_in_every_year_but_none_their_measure_never_has():
    """4.73 places per 1,000 in one year are 1.80 in another; all the 6,660,000 places there are stay whole."""
    shown = {2023: Amount("1.8个", 1.8, 1, most=2), 2025: Amount("4.73个", 4.73, 2, most=2)}
    per_thousand = {"measure_id": "per", "measure": "托位数", "unit": "个"}
    values = [replace(year(number, amount, whole=True), **per_thousand) for number, amount in shown.items()]
    there = replace(values[1], measure_id="all", measure="托位总数", value=Amount("6660000个", 6_660_000.0, 0, most=0))
    sheet = open_xlsx(render_xlsx(small(yearly=(*values, there))))["年度数据"]
    formats = {line[0].value: [cell.number_format for cell in line if isinstance(cell.value, float | int)] for line in sheet}
    assert (formats["托位数"], formats["托位总数"]) == (["0.00", "0.00"], ["0"])


def test_without_parts_of_years_there_is_no_legend():
    sheet = open_xlsx(render_xlsx(small(yearly=(year(2023, Amount("9万人次", 9.0, 0), whole=True),))))["年度数据"]
    assert sheet["A3"].value == "指标"


def test_a_measure_of_two_names_alike_has_two_lines():
    values = (replace(PROJECT_HALF, measure_id="a"), replace(PROJECT_HALF, measure_id="b", unit="人次"))
    sheet = open_xlsx(render_xlsx(small(yearly=values)))["年度数据"]
    assert [cell.value for cell in cells_under(sheet, "单位", 4)] == ["万人次", "人次"]


def test_terms_statuses_lamps_marks_and_definitions_are_explained(book):
    values = [cell.value for line in book["口径说明"].iter_rows() for cell in line if cell.value]
    for text in (
        "差距",
        "完成率",
        "基期以来完成度",
        "序时进度",
        "高于序时",
        "约",
        "≥、＞、≤、＜",
        "按序时进度",
        "1. 已达标：蓝灯",
    ):
        assert text in values
    assert "（现值－基期值）÷（目标值－基期值），用于按期限考核的目标。" in values
    for status in Status:
        assert small().texts(f"status.{status}") in values
    assert "技能人才占就业人员比例的口径。" in values


def test_definitions_have_a_filter_and_their_heads_are_printed_again(book):
    sheet = book["口径说明"]
    head = int(re.search(r"\d+", sheet.print_title_rows)[0])
    assert [cell.value for cell in sheet[head]][:4] == ["指标", "类别", "单位", "口径"]
    assert sheet.auto_filter.ref.startswith(f"A{head}:")
    assert sheet.freeze_panes == "B3"


C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def charts(content):
    return [
        etree.fromstring(data)
        for name, data in sorted(parts(content).items())
        if re.fullmatch(r"xl/charts/chart\d+\.xml", name)
    ]


def test_charts_refer_to_cells_that_hold_what_they_show(content, book):
    drawn = charts(content)
    assert len(drawn) == 4
    for chart in drawn:
        for each in chart.iter(f"{C}f"):
            sheet, area = each.text.replace("'", "").rsplit("!", 1)
            cells = book[sheet][area.replace("$", "")]
            shown = [cell.value for line in cells for cell in line] if isinstance(cells, tuple) else [cells.value]
            cached = {int(point.get("idx")): point.find(f"{C}v").text for point in each.getparent().iter(f"{C}pt")}
            for place, text in cached.items():
                assert str(shown[place] or "") == (text or "") or float(shown[place]) == float(text)


XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


def drawn(content, kind):
    """What drawings of a kind, charts or pictures, tell those who cannot see them."""
    found = [data for name, data in parts(content).items() if re.fullmatch(r"xl/drawings/drawing\d+\.xml", name)]
    elements = [each for data in found for each in etree.fromstring(data).iter(f"{XDR}{kind}")]
    return [element.find(f".//{XDR}cNvPr").get("descr") for element in elements]


def test_every_chart_has_a_text_instead(content):
    told = drawn(content, "graphicFrame")
    assert len(told) == 4
    assert any(text.startswith("各类目标评价情况（项）：人才总量1、") for text in told)


def test_series_differ_in_black_and_white(content):
    status = next(chart for chart in charts(content) if chart.find(f".//{C}grouping").get("val") == "stacked")
    fills = [etree.tostring(series.find(f"{C}spPr")) for series in status.iter(f"{C}ser")]
    assert sum(b"pattFill" in fill for fill in fills) >= len(fills) - 1
    assert all(label.get("val") == "1" for label in status.iter(f"{C}showVal"))


def test_labels_of_lines_have_the_marks_of_their_cells_and_stand_where_there_is_room():
    """A label without a number format of its own is written as its cell: ≥25.8%. The days stand below all lines."""
    first, *_ = SHARE_PATH.points
    marked = replace(SHARE_PATH, points=(replace(first, value=Amount("≥25.8%", 25.8, 1, "≥")),))
    content = render_xlsx(full(paths=(marked,)))
    chart = next(each for each in charts(content) if each.find(f".//{C}lineChart") is not None)
    told, way = (series.find(f"{C}val//{C}f").text.replace("'", "").rsplit("!", 1) for series in chart.iter(f"{C}ser"))
    looks = [open_xlsx(content)[sheet][area.replace("$", "").split(":")[0]].number_format for sheet, area in (told, way)]
    assert looks == ['"≥"0.0%;"≥"-0.0%', "0.0%"]
    told, way = chart.iter(f"{C}ser")
    assert told.find(f"{C}dLbls/{C}numFmt") is None
    assert way.find(f"{C}dLbls/{C}numFmt").get("formatCode") == '0.0%;"−"0.0%'
    assert chart.find(f".//{C}catAx/{C}tickLblPos").get("val") == "low"


@pytest.mark.parametrize(("count", "pages"), [(0, []), (1, [1]), (4, [4]), (5, [3, 2]), (8, [4, 4]), (9, [3, 3, 3])])
def test_no_page_of_charts_has_one_alone_beside_full_ones(count, pages):
    path = path_plots(full())[0]
    assert [len(page) for page in _pages([Drawn(path, "", "", (), ())] * count)] == pages


def test_a_report_without_targets_and_towns_has_no_charts():
    assert not charts(render_xlsx(town()))
    assert not charts(render_xlsx(empty()))


@pytest.mark.parametrize("text", ["=1+1", "@x", "{gap}", "'a'!A1", "#import", "]]>&amp;\x00", "长" * 300])
def test_no_text_becomes_a_part_of_a_formula(text):
    content = render_xlsx(with_text(full(demo=True), text))
    live = open_xlsx(content, formulas=True)
    found = [cell.value for sheet in live for line in sheet.iter_rows() for cell in line if cell.data_type == "f"]
    known = re.compile(r"=(SUM|INDEX|COUNTIFS|MAX|MIN|SUMPRODUCT|[($])[A-Z0-9$:(),+*/<>=! 指标明细总览\"是-]*")
    assert found
    assert [formula for formula in found if not known.fullmatch(formula.replace("ISNUMBER", "").replace("MATCH", ""))] == []
    assert len(charts(content)) == 4


def test_equal_reports_give_equal_bytes():
    assert render_xlsx(full()) == render_xlsx(full())


@pytest.mark.slow
def test_a_hundred_targets_fit():
    book = open_xlsx(render_xlsx(large()))
    assert len([cell for cell in cells_under(book["指标明细"], "序号") if cell.value]) == 100
