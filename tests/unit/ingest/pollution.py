"""Good tables, and what offices, editors and exports do to them: for trials of what is loaded against what was meant."""

import random
from collections.abc import Callable

REGIONS = {"东岸区": "990101", "西岸区": "990102"}
"""Towns only: the city beside them would be compared with their sum."""
Rows = list[list[str]]
Truth = dict[tuple[str, str, int], int]
Pollute = Callable[[str, random.Random], str]


def long_table(chance: random.Random) -> tuple[Rows, Truth]:
    """One value a row, with notes some of which hold commas and quotation marks."""
    years = sorted(chance.sample(range(2005, 2025), chance.randint(2, 6)))
    rows = [["指标", "年份", "地区", "数值", "单位", "备注"]]
    truth: Truth = {}
    for year in years:
        for name in chance.sample(list(REGIONS), chance.randint(1, 2)):
            value = chance.randint(100, 99_999)
            rows.append(
                ["日均填埋量", str(year), name, str(value), "吨", chance.choice(["", "", "初步", "甲，乙", "甲,乙", '称"甲"'])]
            )
            truth["landfill_daily", REGIONS[name], year] = value
    return rows, truth


def wide_table(chance: random.Random) -> tuple[Rows, Truth]:
    """Years across, a title above and a source below."""
    years = sorted(chance.sample(range(2005, 2025), chance.randint(2, 5)))
    rows = [["日均填埋量（吨）", *[""] * len(years)], ["地区", *(f"{year}年" for year in years)]]
    truth: Truth = {}
    for name, code in REGIONS.items():
        values = [chance.randint(100, 99_999) for _ in years]
        rows.append([name, *map(str, values)])
        truth |= {("landfill_daily", code, year): value for year, value in zip(years, values, strict=True)}
    rows.append(["数据来源：市城管局", *[""] * len(years)])
    return rows, truth


def as_csv(rows: Rows, delimiter: str = ",") -> str:
    """A table as text, quoted where it must be."""

    def cell(text: str) -> str:
        quoted = text.replace('"', '""')
        return f'"{quoted}"' if any(sign in text for sign in (delimiter, '"', "\n")) else text

    return "".join(delimiter.join(map(cell, row)) + "\n" for row in rows)


def _line(text: str, chance: random.Random) -> tuple[list[str], int]:
    lines = text.splitlines(keepends=True)
    return lines, chance.randrange(len(lines))


def _at_a_place(sign: str) -> Pollute:
    def put(text: str, chance: random.Random) -> str:
        place = chance.randrange(len(text) + 1)
        return text[:place] + sign + text[place:]

    return put


def _on_a_line(change: Callable[[str, random.Random], str]) -> Pollute:
    def changed(text: str, chance: random.Random) -> str:
        lines, number = _line(text, chance)
        body = lines[number].rstrip("\n")
        lines[number] = change(body, chance) + "\n"
        return "".join(lines)

    return changed


def _without(sign: str) -> Pollute:
    def without(text: str, chance: random.Random) -> str:
        places = [place for place, character in enumerate(text) if character == sign]
        if not places:
            return text
        place = chance.choice(places)
        return text[:place] + text[place + 1 :]

    return without


def _inserted(line: str) -> Pollute:
    def insert(text: str, chance: random.Random) -> str:
        lines, number = _line(text, chance)
        return "".join([*lines[:number], line + "\n", *lines[number:]])

    return insert


def _doubled(text: str, chance: random.Random) -> str:
    places = [place for place, character in enumerate(text) if character == ","]
    place = chance.choice(places)
    return text[:place] + "," + text[place:]


def _merged(text: str, chance: random.Random) -> str:
    """The first cell of a row is left out, as an export of merged cells leaves it."""
    return "," + text.partition(",")[2] if "," in text else text


def _moved(text: str, chance: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    line = lines.pop(chance.randrange(len(lines)))
    lines.insert(chance.randrange(len(lines) + 1), line)
    return "".join(lines)


def _everywhere(old: str, new: str) -> Pollute:
    return lambda text, _: text.replace(old, new)


POLLUTIONS: dict[str, Pollute] = {
    "a stray quote": _at_a_place('"'),
    "a stray quote at a cell": _on_a_line(lambda line, chance: '"'.join(_cut(line, chance))),
    "a quote lost": _without('"'),
    "a full-width quote": _at_a_place("“"),
    "a stray comma": _at_a_place(","),
    "a stray full-width comma": _at_a_place("，"),
    "a stray tab": _at_a_place("\t"),
    "a stray semicolon": _at_a_place(";"),
    "a separator lost": _without(","),
    "a separator doubled": _doubled,
    "a row with full-width commas": _on_a_line(lambda line, _: line.replace(",", "，")),
    "a row with tabs": _on_a_line(lambda line, _: line.replace(",", "\t")),
    "a row with spaces": _on_a_line(lambda line, _: line.replace(",", " ")),
    "a row with semicolons": _on_a_line(lambda line, _: line.replace(",", ";")),
    "a row in quotes": _on_a_line(lambda line, _: f'"{line}"'),
    "a row cut short": _on_a_line(lambda line, chance: _cut(line, chance)[0].removesuffix(",") or line),
    "a row joined to the next": _without("\n"),
    "a row moved": _moved,
    "full-width commas everywhere": _everywhere(",", "，"),
    "semicolons everywhere": _everywhere(",", ";"),
    "bars everywhere": _everywhere(",", "|"),
    "spaces everywhere": _everywhere(",", " "),
    "a blank line": _inserted(""),
    "a line of commas": _inserted(",,,"),
    "a mark of order inside": _at_a_place("\ufeff"),
    "a mark of order": lambda text, _: "\ufeff" + text,
    "a space that does not break": _at_a_place("\u00a0"),
    "a line break": _at_a_place("\n"),
    "merged cells": _on_a_line(_merged),
    "a total": _inserted("合计,1,2,3,4,5"),
    "a note": _inserted("注：东岸区，2020，300"),
    "a heading": _inserted("西岸片"),
    "the header again": lambda text, chance: _inserted(text.splitlines()[0])(text, chance),
    "a mark at a number": _on_a_line(lambda line, chance: line + chance.choice(["①", "*", "[1]"])),
}


def _cut(line: str, chance: random.Random) -> tuple[str, str]:
    places = [0, *(place + 1 for place, character in enumerate(line) if character == ",")]
    place = chance.choice(places)
    return line[:place], line[place:]
