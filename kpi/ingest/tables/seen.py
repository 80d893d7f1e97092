"""Columns that are understood from their cells where their header does not say it: names, years under a blank header, a city
beside its towns. Nothing is seen that a header says otherwise.
"""

from collections.abc import Sequence

from kpi.ingest.periods import read_label
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.spelling import folded
from kpi.ingest.tables.grid import Role, Sheet, SheetColumn
from kpi.ingest.tables.headings import Heading, Headings
from kpi.model import Region

Columns = list[tuple[SheetColumn, Heading, tuple[str, ...]]]
"""Every column with what its header says, and the texts of that."""
_SAMPLED_ROWS = 60
_PERIODS = frozenset({Role.YEAR, Role.PERIOD, Role.START, Role.END})


def see_columns(sheet: Sheet, headings: Headings, columns: Columns, below: int) -> None:
    """Give each column that its header leaves open the role its cells have, and leave out one that only repeats another."""
    if any(heading.over_values for _, heading, _ in columns):
        _see_names(sheet, headings, columns, below)
        _see_years(sheet, columns, below)
    _leave_out_wider(sheet, headings, columns, below)


def _see_names(sheet: Sheet, headings: Headings, columns: Columns, below: int) -> None:
    """A column without a name of its own whose cells are mostly regions or measures holds these."""
    taken = {heading.role for _, heading, _ in columns if heading.stub}
    taken |= {role for _, heading, _ in columns if heading.over_values for role in heading.said}
    sampled = _sampled(sheet, below)
    named = {heading.role: column for column, heading, _ in reversed(columns) if heading.stub}
    for place, (column, heading, texts) in enumerate(columns):
        if heading.understood:
            continue
        role = _seen(sampled, headings, column.index)
        rival = named.get(role) if role else None
        if role and rival and not _same_cells(sheet, rival.index, column.index, below):
            if role is Role.REGION and _wider(sheet, headings, column.index, rival.index, below):
                continue
            raise Refused("column_twice", advice("column_twice"), row=below, columns=(rival.header, column.header))
        if role and role not in taken and not (role is Role.NAME and Role.CODE in taken):
            seen = SheetColumn(column.index, column.header, role)
            columns[place] = seen, Heading(heading.text, True, role), texts
            taken.add(role)
            if role not in named or seen.index < named[role].index:
                named[role] = seen


def _see_years(sheet: Sheet, columns: Columns, below: int) -> None:
    """A column under a blank header in which every cell is a year or a period with its year, where nothing else says one."""
    if any(heading.role in _PERIODS or heading.period for _, heading, _ in columns):
        return
    open_columns = [place for place, (_, heading, texts) in enumerate(columns) if not any(text.strip() for text in texts)]
    of_years = [place for place in open_columns if _all_years(sheet, columns[place][0].index, below)]
    if len(of_years) == 1:
        column, heading, texts = columns[of_years[0]]
        columns[of_years[0]] = (
            SheetColumn(column.index, column.header, Role.YEAR),
            Heading(heading.text, True, Role.YEAR),
            texts,
        )


def _all_years(sheet: Sheet, column: int, below: int) -> bool:
    indices = [index for index in range(below, len(sheet.rows)) if len(sheet.own_texts(index)) > 1]
    texts = [sheet.rows[index][column].strip() for index in indices if column < len(sheet.rows[index])]
    labels = [read_label(text) for text in texts if text]
    return bool(labels) and all(label and label.year and not label.stated for label in labels)


def _leave_out_wider(sheet: Sheet, headings: Headings, columns: Columns, below: int) -> None:
    """Of two columns of regions the one that in every row names what the other's region lies in: 东莞市 beside its towns."""
    places = [place for place, (_, heading, _) in enumerate(columns) if heading.stub and heading.role is Role.REGION]
    for one in places:
        column, heading, texts = columns[one]
        others = [columns[other][0].index for other in places if other != one]
        if len(others) == 1 and _wider(sheet, headings, column.index, others[0], below):
            columns[one] = SheetColumn(column.index, column.header), Heading(heading.text), texts
            return


def _wider(sheet: Sheet, headings: Headings, one: int, other: int, below: int) -> bool:
    """Whether column `one` says nothing that `other` does not say more closely: the same region or one that holds it, and where
    `other` is blank the plan's own.
    """
    rows = [row for row in sheet.rows[below:] if one < len(row) and row[one].strip()]
    pairs = [(headings.region(row[one]), headings.region(row[other]) if other < len(row) else None, row) for row in rows]
    return bool(pairs) and all(
        wide is not None and (_holds(wide, close) if close else not wide.parent_code and not _filled(row, other))
        for wide, close, row in pairs
    )


def _filled(row: Sequence[str], column: int) -> bool:
    return column < len(row) and bool(row[column].strip())


def _holds(wide: Region, close: Region) -> bool:
    return wide.region_code in (close.region_code, close.parent_code) or not wide.parent_code


def _same_cells(sheet: Sheet, one: int, other: int, below: int) -> bool:
    """Whether two columns say the same in every row that both fill."""
    rows = [row for row in sheet.rows[below:] if max(one, other) < len(row)]
    return all(folded(row[one]) == folded(row[other]) for row in rows if row[one].strip() and row[other].strip())


def _sampled(sheet: Sheet, below: int) -> list[Sequence[str]]:
    """The first rows below the header with more than one text: what columns hold is seen in them."""
    indices = range(below, min(below + _SAMPLED_ROWS, len(sheet.rows)))
    return [sheet.rows[index] for index in indices if len(sheet.own_texts(index)) > 1]


def _seen(rows: Sequence[Sequence[str]], headings: Headings, column: int) -> Role | None:
    texts = [row[column].strip() for row in rows if column < len(row) and row[column].strip()]
    things = [headings.thing(headings.name_and_unit(text)[0]) for text in texts]
    return next((role for role in (Role.REGION, Role.NAME) if 2 * things.count(role) > len(texts)), None)
