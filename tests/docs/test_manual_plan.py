"""The manual's way from an empty workbook to the first verdicts: its tables are typed into its workbook, its commands run."""

import json
import re
import shlex
from pathlib import Path

import openpyxl
import pytest

from kpi.cli import main
from kpi.i18n import texts
from tests.databases import LETTER

pytestmark = pytest.mark.slow

MANUAL = (Path(__file__).resolve().parents[2] / "docs" / "manual.md").read_text(encoding="utf-8")
ZH = texts("zh")
CHAPTER = MANUAL.split("\n## 从空工作簿开始\n")[1].split("\n## ")[0]
COMMANDS = [shlex.split(line) for line in re.findall(r"^\.venv/bin/python -m kpi (.+)$", CHAPTER, re.MULTILINE)]
FIRST_ROW = 3
"""Below the headings and the example."""


def tables():
    """Every table of the chapter, with the line before it: its headings, and its rows."""
    found = re.findall(r"^(.+)\n\n((?:\|.*\n)+)", CHAPTER, re.MULTILINE)
    return [(before, *cells_of(table)) for before, table in found]


def cells_of(table):
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    return lines[0], lines[2:]


def named(*headings):
    """The table that begins with these headings."""
    return next(rows for _, head, rows in tables() if head[: len(headings)] == list(headings))


def fill_in(path):
    """Types the tables that the manual names into the workbook's sheets."""
    book = openpyxl.load_workbook(path)
    for before, head, rows in tables():
        sheet = re.fullmatch(r"“(.+)”表：", before)
        if not sheet:
            continue
        places = {cell.value: cell.column for cell in book[sheet[1]][1]}
        for number, row in enumerate(rows, FIRST_ROW):
            for heading, text in zip(head, row, strict=True):
                book[sheet[1]].cell(number, places[heading]).value = text or None
    book.save(path)


def report(path):
    """Fills in the column 数值 of the year's form."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    places = {cell.value: cell.column for cell in sheet[1]}
    values = {name: value for name, value, _ in named("指标名称", "数值")}
    for row in range(2, sheet.max_row + 1):
        value = values.pop(sheet.cell(row, places["指标名称"]).value, None)
        if value:
            sheet.cell(row, places["数值"]).value = float(value)
    assert values == {}
    book.save(path)


@pytest.fixture
def kpi(tmp_path, monkeypatch, capsys, ready_made):
    """Runs a command on a database in which the plan that ships is open already."""
    monkeypatch.chdir(tmp_path)
    ready_made.place(tmp_path / "kpi.duckdb")

    def run(command):
        assert main(["--database", "kpi.duckdb", "--catalog", str(LETTER), *command]) == 0
        return capsys.readouterr()

    return run


def test_the_steps_lead_from_the_empty_workbook_to_the_verdicts_the_manual_prints(kpi):
    new, check, load, template, bring, status = COMMANDS
    kpi(new)
    fill_in("我的规划.xlsx")
    checked = kpi(check)
    assert "错误" not in checked.err
    assert "提醒" not in checked.err
    assert "共用" not in checked.out
    assert "已载入，修订编号 2" in kpi(load).err
    kpi(template)
    report("填报2022.xlsx")
    kpi(bring)
    assert "2022-12-31" in status
    told = kpi([*status, "--json"]).out
    kpi(status)
    assert verdicts(told) == {target: (value, verdict) for target, _, value, verdict, _ in named("目标", "指标", "最新值")}


def verdicts(told):
    """Each target's latest value and verdict, as JSON has them."""
    listed = json.loads(told)["targets"]
    return {each["target_id"]: (shown(each["current_value"], each["unit"]), ZH(f"status.{each['status']}")) for each in listed}


UNITS = {"patents_per_10k": "件", "physicians_per_1000": "人", "places_per_1000": "个"}


def shown(value, unit):
    """By hand: a share in per cent to two digits at most, anything else with its unit."""
    if unit == "fraction":
        return f"{round(value * 100, 2 if value > 0 else 1):g}%".replace("-", "−")
    return f"{value:g}{UNITS[unit]}"
