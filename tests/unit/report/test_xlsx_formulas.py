"""The workbook lives: formulas over its data give the report's numbers, and none gives a number the report does not."""

import re
import zipfile
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest

from kpi.model import BY_DATE, CUMULATIVE_WINDOW, EACH_YEAR, SINGLE_YEAR, Comparator, Status
from kpi.report import Category, render_xlsx
from kpi.views import Amount
from tests.office import needs_office
from tests.unit.report.reading import cells_under, open_xlsx
from tests.unit.report.sample import (
    AWARDS,
    PROJECT,
    PROJECT_2023,
    SHARE,
    STANDARD,
    TOWN_VALUE,
    VOUCHERS,
    WAITING,
    changed,
    full,
    gap_row,
    letter,
    member,
    member_column,
    small,
    town,
)

DATED = changed(
    SHARE,
    period_type=BY_DATE,
    status=Status.BEHIND,
    status_text="滞后",
    current=Amount("27.9%", 27.9, 1),
    gap=Amount("2.1个百分点", 2.1, 1),
    progress=Amount("50%", 50.0, 0),
    time=Amount("60%", 60.0, 0),
    lead=Amount("低于序时进度10个百分点", -10.0, 0),
    remaining=Amount("", 1.5, 1),
    required=Amount("年均需1.4个百分点", 1.4, 1),
)
YEARLY = changed(PROJECT, period_type=EACH_YEAR, remaining=Amount("", 0.5, 1))
WINDOW = changed(
    PROJECT,
    target_id="T03",
    year=None,
    period_type=CUMULATIVE_WINDOW,
    remaining=Amount("", 0.5, 1),
    required=Amount("年均需6.528万人次", 6.528, 3),
)
EXCEEDED = changed(VOUCHERS, period_type=SINGLE_YEAR)
CEILING = changed(
    WAITING,
    period_type=BY_DATE,
    remaining=Amount("", 0.5, 1),
    required=Amount("年均需8天", -8.0, 0),
)
SPARED = changed(
    YEARLY,
    target_id="T60",
    comparator=Comparator.AT_MOST,
    lead=Amount("高于序时进度-9.6个百分点", -9.610959, 1),
)
ROWS = (DATED, YEARLY, WINDOW, EXCEEDED, CEILING, SPARED, PROJECT_2023, STANDARD, AWARDS)
WHERE = {"gap": "差距（目标减现值）", "progress": "完成进度", "lead": "高于序时（百分点）", "required": "年均或年内所需"}


def living(**changes):
    missing = (
        gap_row(
            DATED,
            share=Amount("50%", 50.0, 0),
            remaining=Amount("1.5年", 1.5, 1),
            average=Amount("0.7个百分点", 0.7, 1),
            average_period="2024年",
            ratio=Amount("2倍", 2.0, 0),
        ),
        gap_row(
            YEARLY,
            share=Amount("40.8%", 40.8, 1),
            remaining=Amount("0.5年", 0.5, 1),
            average=Amount("6.528万人次", 6.528, 3),
            average_period="2024年",
            ratio=Amount("1倍", 1.0, 0),
        ),
    )
    return full(categories=(Category("培训", ROWS),), missing=missing, **changes)


@pytest.fixture(scope="module")
def formulas():
    return open_xlsx(render_xlsx(living()), formulas=True)


@pytest.fixture(scope="module")
def values():
    return open_xlsx(render_xlsx(living()))


def formula_of(book, target_id, field):
    sheet = book["指标明细"]
    line = next(cell.row for cell in cells_under(sheet, "编号") if cell.value == target_id)
    cell = next(each for each in cells_under(sheet, WHERE[field]) if each.row == line)
    return re.sub(r"\d+(?=[^0-9A-Z.]|$)", lambda found: "n" if found[0] == str(line) else found[0], str(cell.value))


@pytest.mark.parametrize(
    ("target_id", "field", "formula"),
    [
        ("T01", "gap", "=($Fn-$In)*100"),
        ("T01", "progress", "=($In-$Hn)/($Fn-$Hn)"),
        ("T01", "lead", "=($Ln-$Mn)*100"),
        ("T01", "required", "=MAX($Kn,0)/$Qn"),
        ("T07", "progress", "=$In/$Fn"),
        ("T07", "required", "=MAX($Kn,0)"),
        ("T03", "required", "=MAX($Kn,0)/$Qn"),
        ("T09", "gap", "=$Fn-$In"),
        ("T09", "required", "=MAX($Kn,0)"),
        ("T50", "required", "=MIN($Kn,0)/$Qn"),
        ("T60", "lead", "=($Mn-$Ln)*100"),
    ],
)
def test_formulas_are_those_of_the_rules(formulas, target_id, field, formula):
    assert formula_of(formulas, target_id, field) == formula


def held(row, field):
    """The number of a cell: of a percentage its share of one, to the digit."""
    number = getattr(row, field).number
    percent = field in {"progress", "time"} or (row.unit == "%" and field in {"goal", "baseline", "current"})
    return float(Decimal(str(number)) / 100) if percent and number is not None else number


@pytest.mark.slow
def test_every_number_that_has_a_rule_is_a_formula_and_shows_ours_to_who_does_not_calculate(formulas, values):
    for field, heading in WHERE.items():
        ours = [held(row, field) for row in ROWS]
        assert [cell.value for cell in cells_under(values["指标明细"], heading)] == ours
        kinds = [cell.data_type for cell in cells_under(formulas["指标明细"], heading)]
        assert [kind == "f" for kind in kinds] == [
            number is not None and row is not None for number, row in zip(ours, ROWS, strict=True)
        ]


def test_data_cells_hold_the_unrounded_number_of_the_model(values):
    for field, heading in (("goal", "目标"), ("baseline", "基期值"), ("current", "现值"), ("time", "序时进度")):
        found = [cell.value for cell in cells_under(values["指标明细"], heading)]
        assert found == [
            held(row, field) if getattr(row, field).number is not None else getattr(row, field).text or None for row in ROWS
        ]


@pytest.mark.slow
def test_no_formula_where_the_report_has_no_number():
    """Rows without a verdict keep empty cells: nothing computes what the report refuses to say."""
    book = open_xlsx(render_xlsx(letter()), formulas=True)
    for heading in WHERE.values():
        assert {cell.value for cell in cells_under(book["指标明细"], heading)} == {None}
    reasons = [cell.value for cell in cells_under(open_xlsx(render_xlsx(small()))["指标明细"], "说明")]
    assert reasons[1].startswith("因9.87万人次的起始时间未载明")


def test_no_formula_that_would_give_another_number():
    odd = replace(DATED, gap=Amount("3个百分点", 3.0, 0), progress=Amount("51%", 51.0, 0))
    sheet = open_xlsx(render_xlsx(small(categories=(Category("培训", (odd,)),), missing=())), formulas=True)["指标明细"]
    assert [cells_under(sheet, WHERE[field])[0].value for field in ("gap", "progress")] == [3, 0.51]


def test_a_target_equal_to_its_baseline_divides_by_nothing():
    level = replace(DATED, baseline=Amount("30%", 30.0, 0), progress=Amount("50%", 50.0, 0))
    sheet = open_xlsx(render_xlsx(small(categories=(Category("培训", (level,)),), missing=())), formulas=True)["指标明细"]
    assert cells_under(sheet, WHERE["progress"])[0].value == 0.5


def test_the_ranking_follows_the_list_of_targets(formulas, values):
    sheet = formulas["差距排序"]
    assert [cell.value for cell in cells_under(values["差距排序"], "明细序号")] == [1, 2]
    current = cells_under(sheet, "现值")[0].value
    assert current == "=INDEX(指标明细!$I$4:$I$12,MATCH($Q4,指标明细!$A$4:$A$12,0))"
    assert [cell.value for cell in cells_under(sheet, "尚余比例")] == ["=MAX(1-$H4,0)", "=MAX(1-$H5,0)"]
    assert [cell.value for cell in cells_under(sheet, "近年倍数")] == ["=$K4/$L4", "=$K5/$J5/$L5"]
    assert [cell.value for cell in cells_under(values["差距排序"], "近年倍数")] == [2, 1]


@pytest.mark.slow
def test_the_overview_counts_by_formula():
    sheet = open_xlsx(render_xlsx(small()), formulas=True)["总览"]
    counts = [cell for line in sheet.iter_rows() for cell in line if str(cell.value).startswith("=COUNTIFS")]
    assert len(counts) == 4 * 6
    assert counts[0].value == ('=COUNTIFS(指标明细!$B$4:$B$12,$A7,指标明细!$O$4:$O$12,B$6,指标明细!$Y$4:$Y$12,"是")')
    assert (sheet["H7"].value, sheet["B11"].value, sheet["H11"].value) == ("=SUM(B7:G7)", "=SUM(B7:B10)", "=SUM(H7:H10)")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["=1", ">5", "培*", "a?", "~", "长" * 256])
def test_a_category_that_would_be_taken_for_a_condition_is_counted_by_us(name):
    report = small(categories=(Category(name, small().rows),))
    shown, live = (open_xlsx(render_xlsx(report), formulas=each)["总览"] for each in (False, True))
    assert not any("COUNTIFS" in str(cell.value) for line in live.iter_rows() for cell in line)
    assert [cell.value for cell in shown[7]][:8] == [name, 1, 1, 1, 1, 1, 2, 7]


def towns(*members):
    return member_column("培训", "人", "2025年", Amount("10人", 10.0, 0), members)


def town_of(name, value, rank, share):
    return member(name, Amount(f"{value}人", value, 0), rank, Amount(f"{share}%", share, 1))


@pytest.mark.slow
def test_shares_and_ranks_of_towns_are_formulas():
    column = towns(
        town_of("长安镇", 6.0, 1, 60.0),
        town_of("南城街道", 2.0, 2, 20.0),
        town_of("东城街道", 2.0, 2, 20.0),
        member("松山湖", Amount(), None),
    )
    report = full(members=(column,), members_name="镇街")
    live, shown = (open_xlsx(render_xlsx(report), formulas=each)["镇街"] for each in (True, False))
    assert [cell.value for cell in cells_under(live, "占比")][:4] == ["=$D4/$F4", "=$D5/$F5", "=$D6/$F6", None]
    assert cells_under(live, "排名")[1].value == "=SUMPRODUCT(($A$4:$A$7=$A5)*ISNUMBER($D$4:$D$7)*($D$4:$D$7>$D5))+1"
    assert [cell.value for cell in cells_under(shown, "排名")][:4] == [1, 2, 2, None]
    assert [cell.value for cell in cells_under(shown, "数值")][:4] == [6, 2, 2, "未报"]


@pytest.mark.slow
def test_where_less_is_better_the_rank_counts_the_lesser_ones():
    column = towns(town_of("长安镇", 2.0, 1, 20.0), town_of("南城街道", 6.0, 2, 60.0))
    sheet = open_xlsx(render_xlsx(full(members=(column,))), formulas=True)["下级地区"]
    assert cells_under(sheet, "排名")[1].value.endswith("($D$4:$D$5<$D5))+1")


def test_ranks_that_no_order_gives_stay_numbers():
    column = towns(town_of("长安镇", 2.0, 1, 20.0), town_of("南城街道", 6.0, 1, 60.0))
    sheet = open_xlsx(render_xlsx(full(members=(column,))), formulas=True)["下级地区"]
    assert [cell.value for cell in cells_under(sheet, "排名")][:2] == [1, 1]


def test_a_towns_own_share_is_a_formula():
    value = replace(TOWN_VALUE, value=Amount("2万人次", 2.0, 0), whole=Amount("8万人次", 8.0, 0), share=Amount("25%", 25.0, 0))
    live, shown = (open_xlsx(render_xlsx(town(values=(value,))), formulas=each)["本地区数据"] for each in (True, False))
    assert (cells_under(live, "占比")[0].value, cells_under(shown, "占比")[0].value) == ("=$D4/$F4", 0.25)
    assert (cells_under(shown, "排名")[0].value, cells_under(shown, "参与排名数")[0].value) == (2, 2)


@pytest.fixture(scope="module")
def recalculated(office, tmp_path_factory):
    """A workbook as LibreOffice calculates it, from a copy whose stored results are all wrong."""
    folder = tmp_path_factory.mktemp("calculated")
    reports = {"zh": living(members_name="镇街"), "en": living(lang="en"), "town": town(), "small": small()}
    contents = {name: render_xlsx(report) for name, report in reports.items()}
    for name, content in contents.items():
        (folder / f"{name}.xlsx").write_bytes(spoiled(content, folder / "spoiled.zip"))
    done = office.convert([folder / f"{name}.xlsx" for name in contents], "xlsx", folder / "done")
    return {name: (content, done[name]) for name, content in contents.items()}


def spoiled(content, path):
    """The same workbook with nonsense for the result of every formula."""
    path.write_bytes(content)
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, re.sub(rb"(</f><v>)[^<]*", rb"\g<1>-987654", data) if "worksheets/sheet" in name else data)
    return path.read_bytes()


@needs_office
@pytest.mark.parametrize("name", ["zh", "en", "town", "small"])
def test_libreoffice_calculates_our_numbers(recalculated, name):
    content, path = recalculated[name]
    live, ours, theirs = open_xlsx(content, formulas=True), open_xlsx(content), openpyxl.load_workbook(path, data_only=True)
    computed = [
        (sheet.title, cell.coordinate) for sheet in live for line in sheet.iter_rows() for cell in line if cell.data_type == "f"
    ]
    assert len(computed) >= (0 if name == "town" else 40)
    for title, place in computed:
        assert theirs[title][place].value == pytest.approx(ours[title][place].value, rel=1e-9, abs=1e-9), (title, place)
    everything = [cell.value for sheet in theirs for line in sheet.iter_rows() for cell in line]
    assert not [value for value in everything if isinstance(value, str) and re.match(r"#(REF|DIV|VALUE|NAME|N/A|NUM)", value)]
