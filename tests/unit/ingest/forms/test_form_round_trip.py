"""The form as a workbook: what it lets people do, what it offers, and that it comes back from an office program as it is."""

import io
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from kpi.catalog import load_catalog
from kpi.i18n import texts
from kpi.ingest import template
from kpi.ingest.amounts.quantities import base_value, milestone
from kpi.ingest.amounts.values import read_number
from kpi.ingest.forms.template import COLUMNS, lines, offered_units
from kpi.ingest.forms.workbook import BLANK_ROWS, SENTENCES
from kpi.ingest.names.directories import Names
from kpi.ingest.tables.grid import Role, is_form_instructions, known_columns
from kpi.model import Kind, Qualifier, Severity
from tests.office import MARKS, needs_office
from tests.unit.ingest.test_comparing import frame
from tests.unit.ingest.workbooks import bytes_of

LAST_YEAR = {"measure_id": "skilled_talent_total", "region_code": "441900", "as_of": "2023-12-31", "value": 1376000.0}
YEAR_2024 = (date(2024, 1, 1), date(2024, 12, 31), None)
END_OF_2024 = (None, None, date(2024, 12, 31))
TOWN = {"zh": "虎门镇", "en": "Humen"}
LANGUAGES = pytest.mark.parametrize("lang", ["zh", "en"])
PROGRAMS = pytest.mark.parametrize(
    "program",
    [
        "openpyxl",
        pytest.param("LibreOffice", marks=MARKS),
    ],
)


@pytest.fixture(scope="module")
def plan():
    return load_catalog(Path(__file__).resolve().parents[4] / "data" / "catalog")


@pytest.fixture(scope="module")
def contents(plan):
    """The form for 2024 by language, as it is offered."""
    return {lang: template(plan, 2024, frame(LAST_YEAR), "xlsx", texts(lang)) for lang in ("zh", "en")}


@pytest.fixture
def form(contents):
    """The form for 2024 as openpyxl opens it."""
    return lambda lang="zh": openpyxl.load_workbook(io.BytesIO(contents[lang]))


def column(role):
    """As openpyxl counts."""
    return COLUMNS.index(role) + 1


def rows_by_code(sheet):
    """Row of the total of each measure."""
    rows = [row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value]
    return {sheet.cell(row, 1).value: row for row in rows if not sheet.cell(row, column(Role.BREAKDOWN)).value}


def type_values(sheet, lang):
    """As an office fills it in; the row of the town."""
    rows = rows_by_code(sheet)

    def put(code, value, unit=None, number_format=None):
        cell = sheet.cell(rows[code], column(Role.VALUE), value)
        if number_format:
            cell.number_format = number_format
        if unit:
            sheet.cell(rows[code], column(Role.UNIT), unit)

    put("skilled_talent_total", 151.2)
    put("highly_skilled_share", "25.8%")
    put("skilled_share_of_employed", 0.258, number_format="0.0%")
    put("subsidized_training", 1.32)
    put("project_training", 81500, unit="人次" if lang == "zh" else "person-times")
    put("edu_skill_quality_training", "约13万人次")
    put("national_standard_packer", "是" if lang == "zh" else "yes")
    town = {Role.CODE: "subsidized_training", Role.YEAR: 2024, Role.REGION: TOWN[lang], Role.VALUE: 0.12, Role.UNIT: "万人次"}
    added = max(rows.values()) + 1
    for role, value in town.items():
        sheet.cell(added, column(role), value)
    return added


def filled(content, lang):
    """The form as an office fills it in, and the row of the town."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    added = type_values(book.worksheets[0], lang)
    return bytes_of(book), added


@pytest.fixture(scope="module")
def saved_again(contents, office, tmp_path_factory):
    """Forms as LibreOffice saves them: filled in, by language, and the Chinese one that nobody has touched."""
    folder = tmp_path_factory.mktemp("forms")
    forms = {lang: filled(content, lang)[0] for lang, content in contents.items()} | {"untouched": contents["zh"]}
    for name, content in forms.items():
        (folder / f"{name}.xlsx").write_bytes(content)
    saved = office.convert([folder / f"{name}.xlsx" for name in forms], "xlsx", folder / "saved")
    return {name: path.read_bytes() for name, path in saved.items()}


@pytest.mark.slow
@LANGUAGES
@PROGRAMS
def test_filled_in_and_saved_it_says_exactly_what_was_typed(contents, plan, read, request, program, lang):
    content, added = filled(contents[lang], lang)
    if program == "LibreOffice":
        content = request.getfixturevalue("saved_again")[lang]
    reading = read(content, name="form.xlsx", catalog=plan)
    assert [(p.severity, p.code, p.values["count"]) for p in reading.problems] == [
        (Severity.NOTE, "values_blank", len(list(lines(plan))) - 7)
    ]
    assert [
        (o.measure_id, o.region_code, (o.window_start, o.window_end, o.as_of), o.value, o.qualifier)
        for o in reading.observations
    ] == [
        ("skilled_talent_total", "441900", END_OF_2024, Decimal(1_512_000), Qualifier.EQ),
        ("skilled_share_of_employed", "441900", END_OF_2024, Decimal("0.258"), Qualifier.EQ),
        ("highly_skilled_share", "441900", END_OF_2024, Decimal("0.258"), Qualifier.EQ),
        ("edu_skill_quality_training", "441900", YEAR_2024, Decimal(130_000), Qualifier.APPROX),
        ("subsidized_training", "441900", YEAR_2024, Decimal(13_200), Qualifier.EQ),
        ("project_training", "441900", YEAR_2024, Decimal(81_500), Qualifier.EQ),
        ("national_standard_packer", "441900", END_OF_2024, Decimal(1), Qualifier.EQ),
        ("subsidized_training", "441900121", YEAR_2024, Decimal(1_200), Qualifier.EQ),
    ]
    assert reading.observations[-1].row == added


@needs_office
@pytest.mark.filterwarnings("ignore:Data Validation extension is not supported:UserWarning")
def test_saved_by_an_office_program_it_still_guides(form, saved_again):
    """What is locked, offered and explained must outlast the first colleague who fills in a part and passes it on."""
    before = rules(form().worksheets[0])
    after = openpyxl.load_workbook(io.BytesIO(saved_again["untouched"]))
    sheet = after.worksheets[0]
    assert sheet.protection.sheet
    assert not sheet.cell(2, column(Role.VALUE)).protection.locked
    assert sheet.cell(2, column(Role.CODE)).protection.locked
    assert {cell: rule[:2] for cell, rule in rules(sheet).items()} == {cell: rule[:2] for cell, rule in before.items()}
    assert is_form_instructions(after.worksheets[1].title, rows_of(after.worksheets[1]))


def rules(sheet):
    """(kind, choices, how a breach is answered) by cell; choices of a range are looked up."""
    found = {}
    for rule in sheet.data_validations.dataValidation:
        said = rule.type, choices(sheet.parent, rule), rule.errorStyle or "stop"
        for area in str(rule.sqref).split():
            left, top, right, bottom = range_boundaries(area)
            assert left == right
            found |= {(row, COLUMNS[left - 1]): said for row in range(top, bottom + 1)}
    return found


def choices(book, rule):
    if rule.type != "list":
        return (rule.formula1, rule.formula2) if rule.type == "whole" else None
    if rule.formula1.startswith('"'):
        return tuple(rule.formula1.strip('"').split(","))
    sheet, area = re.fullmatch(r"'?([^'!]+)'?!(\S+)", rule.formula1).groups()
    return tuple(cell.value for (cell,) in book[sheet][area.replace("$", "")])


@pytest.mark.slow
@LANGUAGES
def test_what_must_stay_is_locked_and_what_is_asked_for_is_open(form, plan, lang):
    sheet = form(lang).worksheets[0]
    listed = len(list(lines(plan)))
    assert sheet.max_row == 1 + listed + BLANK_ROWS
    assert sheet.protection.sheet
    assert not sheet.protection.password
    forbidden = ("formatColumns", "formatRows", "sort", "autoFilter", "insertRows")
    assert [getattr(sheet.protection, name) for name in forbidden] == [False] * 5
    assert sheet.auto_filter.ref == f"A1:K{sheet.max_row}"
    closed = {Role.CODE, Role.NAME, Role.LAST_YEAR}
    for row in range(1, sheet.max_row + 1):
        locked = {role for role in COLUMNS if sheet.cell(row, column(role)).protection.locked}
        assert locked == (set(COLUMNS) if row == 1 else closed if row <= 1 + listed else {Role.LAST_YEAR})
    assert sheet.cell(2, column(Role.LAST_YEAR)).value == 137.6
    assert sheet.cell(2, column(Role.LAST_YEAR)).number_format == "General"


@LANGUAGES
def test_each_cell_offers_what_the_reader_takes(form, plan, lang):
    sheet = form(lang).worksheets[0]
    found = rules(sheet)
    asked = list(lines(plan))
    regions = tuple(region.name(lang) for region in plan.regions.values() if region.active)
    for row in range(2, sheet.max_row + 1):
        assert found[row, Role.YEAR] == ("whole", ("1990", "2024"), "stop")
        assert found[row, Role.REGION] == ("list", regions, "warning")
        assert found[row, Role.BREAKDOWN] == ("list", tuple(f"{group}={member}" for group, member in plan.members), "warning")
    for row, line in enumerate(asked, 2):
        assert (row, Role.CODE) not in found
        assert found[row, Role.UNIT] == ("list", offered_units(line.measure, lang), "warning")
        answers = ("list", ("是", "否") if lang == "zh" else ("yes", "no"), "warning")
        assert found[row, Role.VALUE] == (answers if line.measure.kind is Kind.MILESTONE else (None, None, "stop"))
    for row in range(len(asked) + 2, sheet.max_row + 1):
        assert found[row, Role.CODE] == ("list", tuple(dict.fromkeys(line.measure.measure_id for line in asked)), "stop")
        assert set(found[row, Role.UNIT][1]) == {unit for line in asked for unit in offered_units(line.measure, lang)}
        assert found[row, Role.VALUE] == (None, None, "stop")


@pytest.mark.slow
def test_a_value_is_advised_on_and_never_refused(form):
    advised = [rule for rule in form().worksheets[0].data_validations.dataValidation if str(rule.sqref).startswith("H")]
    assert {(rule.type, rule.prompt) for rule in advised} == {
        (None, "按“单位”栏的单位填写；没有数据请留空，不要填0。"),
        ("list", "请选择“是”或“否”；尚无结论请留空。"),
    }
    assert all(rule.showInputMessage for rule in advised)


@LANGUAGES
def test_everything_offered_is_read_for_certain(plan, lang):
    names = Names.of(plan)
    for line in lines(plan):
        for unit in offered_units(line.measure, lang) if line.measure.kind not in (Kind.MILESTONE, Kind.RANK) else ():
            scale = line.measure.display_scale if unit == line.measure.display_unit else 1
            assert base_value(read_number("2"), unit, line.measure) == 2 * scale
    for region in plan.regions.values():
        assert names.region(region.name(lang)) is region
    for group, member in plan.members:
        assert names.member(f"{group}={member}") == (group, member)
    assert [milestone(texts(lang)(f"template.{answer}")) for answer in ("yes", "no")] == [1, 0]


def test_ten_thousands_are_offered_with_what_they_are_made_of(plan):
    offered = {code: offered_units(plan.measures[code], "zh") for code in ("skilled_talent_total", "subsidized_training")}
    assert offered == {"skilled_talent_total": ("万人", "人"), "subsidized_training": ("万人次", "人次")}
    assert offered_units(plan.measures["subsidized_training"], "en") == ("万人次", "person-times")
    assert offered_units(plan.measures["highly_skilled_share"], "zh") == ("%",)
    assert offered_units(plan.measures["platform_carriers"], "zh") == ("个",)


def rows_of(sheet):
    return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]


@LANGUAGES
def test_the_instructions_explain_and_list_and_are_no_table(form, plan, lang):
    sheet = form(lang).worksheets[1]
    rows = rows_of(sheet)
    assert sheet.sheet_state == "visible"
    assert [row[0].partition(".")[0] for row in rows[1 : len(SENTENCES) + 1]] == [str(n + 1) for n in range(len(SENTENCES))]
    columns = [set(cells) for cells in zip(*rows, strict=True)]
    assert columns[0] >= {region.name(lang) for region in plan.regions.values() if region.active}
    assert columns[1] >= {unit for line in lines(plan) for unit in offered_units(line.measure, lang)}
    assert columns[2] >= {f"{group}={member}" for group, member in plan.members}
    assert columns[4] >= {line.measure.measure_id for line in lines(plan)}
    assert max(known_columns(row) for row in rows) < 2


@LANGUAGES
def test_our_instructions_are_known_until_somebody_types_into_them(form, lang):
    sheet = form(lang).worksheets[1]
    rows = rows_of(sheet)
    assert is_form_instructions(sheet.title, rows)
    assert is_form_instructions(f" {sheet.title} ", [[], *rows])
    assert not is_form_instructions("说明", rows)
    assert not is_form_instructions(sheet.title, [["填报要求"], *rows])
    assert not is_form_instructions(sheet.title, [])
    assert not is_form_instructions(sheet.title, [*rows, ["skilled_talent_total", "137.6"]])
    assert not is_form_instructions(sheet.title, [*rows, ["技能人才总量", "１３７．６％"]])
    assert not is_form_instructions(sheet.title, [*rows, ["指标名称", "数值"]])


@pytest.mark.slow
@LANGUAGES
def test_without_units_of_ten_thousands_nobody_reads_about_them(tiny, lang):
    def sentences(catalog):
        book = openpyxl.load_workbook(io.BytesIO(template(catalog, 2024, frame(), "xlsx", texts(lang))))
        return [text for (text, *_) in book.worksheets[1].iter_rows(values_only=True) if re.match(r"\d+\. ", text or "")]

    plain = {code: measure for code, measure in tiny.measures.items() if code != "volunteers_trained"}
    assert len(sentences(tiny)) == len(SENTENCES)
    left = sentences(type(tiny)(**{**vars(tiny), "measures": plain}))
    assert len(left) == len(SENTENCES) - 1
    assert left[-1].startswith(f"{len(left)}. ")
    assert not any("13200" in text for text in left)


def test_it_prints_lying_with_its_header_on_every_page(form):
    sheet, guide = form().worksheets
    for each, header in ((sheet, "$1:$1"), (guide, f"${len(SENTENCES) + 3}:${len(SENTENCES) + 3}")):
        assert (each.page_setup.orientation, each.page_setup.paperSize) == ("landscape", 9)
        assert (each.page_setup.fitToWidth or 1, each.page_setup.fitToHeight) == (1, 0)
        assert each.print_title_rows == header
    assert sheet.freeze_panes == "C2"
