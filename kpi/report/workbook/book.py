"""The sheets of the workbook in their order, and what each of them needs from another."""

from xlsxwriter import Workbook

from kpi.report.columns import (
    LISTED_DOUBTS,
    LISTED_FIGURES,
    LISTED_MATTERS,
    LISTED_OVERDUE,
    LISTED_PENDING,
    FigureLine,
    figure_lines,
    lines,
    pending_lines,
    target_lines,
)
from kpi.report.model import GapReport, ScopeKind
from kpi.report.pictures import pictures
from kpi.report.since import OF_MOVED, moved_lines, moved_text, then_text
from kpi.report.workbook.cells import SheetColumn, in_unit
from kpi.report.workbook.charts import SheetCharts, alternative, front_size, is_charted
from kpi.report.workbook.contents import write_contents
from kpi.report.workbook.formats import Formats
from kpi.report.workbook.meaning import write_meaning
from kpi.report.workbook.overview import WIDTH, Overview
from kpi.report.workbook.sheet import SheetTable, SheetWriter
from kpi.report.workbook.targets import rail, write_missing, write_targets
from kpi.report.workbook.towns import write_towns, write_values
from kpi.report.workbook.years import write_years
from kpi.views import OF_QUESTIONS, Moved, TableColumn

_LONGEST_NAME = 31
_ANNEXED = frozenset({"members", "doubts", "figures", "definitions"})
"""Sheets that things are looked up in: too long for paper, and not printed."""
_FIGURES: tuple[SheetColumn[FigureLine], ...] = tuple(
    TableColumn("value", lambda line: in_unit(line.row.amount, line.row.unit), width=column.width)
    if column.key == "value"
    else column
    for column in LISTED_FIGURES
)


def write_book(workbook: Workbook, report: GapReport) -> None:
    """Every sheet. Sheets are made in their order first, because the first one counts over the second."""
    formats, sheets = Formats(workbook, report.lang), _sheets(report)
    rails = pictures(rail(line) for line in target_lines(report) if line.row.listed)
    made = {key: SheetWriter(workbook, formats, report, name, rails, annexed=key in _ANNEXED) for key, name in sheets.items()}
    write_contents(made["contents"], report, sheets, _ANNEXED)
    targets = _targets(made, report)
    towns = write_towns(made["members"], report) if report.members else None
    _lists(made, report)
    overview = Overview(made["overview"], report)
    line = overview.write(targets)
    charts = SheetCharts(workbook, formats, report, made["charts"]) if "charts" in made else None
    if charts:
        front, rest = charts.gather(overview, targets, towns)
        for drawn in front:
            chart = charts.draw(drawn, front_size(drawn.plot, WIDTH))
            made["overview"].raw.insert_chart(line, 0, chart, {"x_offset": 2, "y_offset": 4} | alternative(drawn.plot))
        charts.lay_out(rest)


def _sheets(report: GapReport) -> dict[str, str]:
    """The keys of the sheets there are, in their order, and their names."""
    below = report.kind is ScopeKind.REGION
    wanted: dict[str, bool] = {
        "overview": True,
        "contents": True,
        "targets": bool(report.rows) or not below,
        "missing": bool(report.rows) or not below,
        "since": report.since is not None,
        "values": below,
        "years": True,
        "charts": is_charted(report),
        "pending": bool(report.pending),
        "questions": bool(report.questions),
        "overdue": bool(report.overdue),
        "matters": bool(report.matters),
        "members": not below,
        "doubts": bool(report.doubts),
        "figures": True,
        "definitions": True,
    }
    names: dict[str, str] = {}
    for key in (key for key, there in wanted.items() if there):
        names[key] = _name(report, key, set(names.values()))
    return names


def _name(report: GapReport, key: str, taken: set[str]) -> str:
    """A name that a sheet can have; the regions below are called what they are, as far as that is one."""
    own, words = f"xlsx.sheet_{key}", report.texts
    usual = words(own if own in words else f"report.sheet_{key}")
    name = report.members_name if key == "members" else ""
    clean = "".join(letter for letter in name if letter.isalnum())[:_LONGEST_NAME]
    return clean if clean and clean.casefold() not in {other_name.casefold() for other_name in taken} else usual


def _targets(made: dict[str, SheetWriter], report: GapReport) -> SheetTable | None:
    """指标明细 and 差距排序."""
    if "targets" not in made:
        return None
    if not report.rows:
        made["targets"].empty(report.texts("report.no_targets"))
        made["missing"].empty(report.texts("report.nothing_missing"))
        return None
    targets = write_targets(made["targets"], report)
    if report.missing:
        write_missing(made["missing"], report, targets)
    else:
        made["missing"].empty(report.texts("report.nothing_missing"))
    return targets


def _lists(made: dict[str, SheetWriter], report: GapReport) -> None:
    """The lists that nothing else refers to; one without lines says so."""
    words = report.texts
    if "values" in made:
        write_values(made["values"], report)
    elif not report.members:
        made["members"].empty(words("xlsx.no_members"))
    if report.yearly:
        write_years(made["years"], report)
    else:
        made["years"].empty(words("xlsx.no_years"))
    if report.since:
        _since(made["since"], report, report.since)
    if "pending" in made:
        made["pending"].table(LISTED_PENDING, pending_lines(report), frozen=2)
    if "questions" in made:
        made["questions"].table(OF_QUESTIONS.choose("id", "question", "about"), report.questions, frozen=1)
    if "overdue" in made:
        made["overdue"].table(LISTED_OVERDUE, lines(report, report.overdue), frozen=2)
    if "matters" in made:
        made["matters"].table(LISTED_MATTERS, lines(report, report.matters), frozen=2)
    if "doubts" in made:
        made["doubts"].table(LISTED_DOUBTS, lines(report, report.doubts), frozen=3)
    made["figures"].table(_FIGURES, figure_lines(report), frozen=2)
    write_meaning(made["definitions"], report)


def _since(sheet: SheetWriter, report: GapReport, since: Moved) -> None:
    """较上期变化: what moved, and how many did."""
    rows, words = tuple(moved_lines(report)), report.texts
    if not rows:
        sheet.empty(moved_text(words, since))
        return
    told = words("since.counted", then=then_text(words, since), count=len(rows))
    columns = OF_MOVED.choose("measure", "period", "then", "this_time", "change")
    sheet.table(columns, rows, frozen=1, legend=(told,), below=since.causes)
