"""Source documents (txt, docx, pdf): their text, and where each catalogued figure is printed in it.

White space is overlooked, since documents break lines inside numbers. A figure is looked for in its own section first, in
the order of the catalog, and each place is given away once, so that “2名” printed three times marks three figures."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from kpi.errors import UnreadableFile
from kpi.ingest.opening.containers import check_size
from kpi.ingest.opening.delimited import decode
from kpi.ingest.refusals import Refused
from kpi.ingest.serving import sandbox


def document_text(name: str, content: bytes) -> str:
    """The text of a document, paragraphs on lines of their own. UnreadableFile, with the reason, if there is none to be had."""
    try:
        text = _text(content)
        if not text.strip():
            raise Refused("document_no_text")
    except Refused as refused:
        raise UnreadableFile(refused.code, **{"name": PurePath(name).name, **refused.values}) from refused
    return text


def _text(content: bytes) -> str:
    check_size(content)
    if content.startswith(b"%PDF"):
        return str(sandbox.run("pdf", content))
    if content.startswith(b"PK"):
        return str(sandbox.run("docx", content))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused("document_old_word")
    return decode(content, allow_page_breaks=True).text.replace("\r\n", "\n").replace("\r", "\n")


_NUMERALS = "一二三四五六七八九十"
_HEADINGS = (
    re.compile(rf"(?m)^\s*([{_NUMERALS}]+)、"),
    re.compile(rf"(?m)^\s*[(（]([{_NUMERALS}]+)[)）]"),
    re.compile(rf"([{_NUMERALS}])是"),
)
"""Of each level: 一、 · （一） · 一是."""
_STEP = re.compile(rf"[(（]([{_NUMERALS}]+)[)）]|([{_NUMERALS}]+)")


@dataclass(frozen=True, slots=True)
class Printed:
    """Something to be found."""

    id: str
    printed: str
    section: str
    """Such as 一（一）三: headings 一、, （一） and 三是, one inside the other."""


@dataclass(frozen=True, slots=True)
class PrintedPlace:
    """Where something was found: from `start` up to but not including `end`."""

    id: str
    start: int
    end: int


def find_printed(text: str, wanted: Sequence[Printed]) -> tuple[PrintedPlace, ...]:
    """The place of everything that is found, in the order of the text. Two ids may share a place if there are too few."""
    index = [position for position, letter in enumerate(text) if not letter.isspace()]
    dense = "".join(text[position] for position in index)
    taken: set[int] = set()
    places = []
    spans = {section: section_span(text, section) for section in {printed.section for printed in wanted}}
    for printed in wanted:
        needle = "".join(printed.printed.split())
        first, last = (bisect_left(index, bound) for bound in spans[printed.section])
        start = _choose(dense, needle, (first, last), taken)
        if start is not None:
            taken.add(start)
            places.append(PrintedPlace(printed.id, index[start], index[start + len(needle) - 1] + 1))
    return tuple(sorted(places, key=lambda place: (place.start, place.end)))


def section_span(text: str, section: str) -> tuple[int, int]:
    """From where to where a section runs; the whole text if its headings are not found."""
    first, last = 0, len(text)
    for level, label in steps(section):
        heading = next((match for match in _HEADINGS[level].finditer(text, first, last) if match[1] == label), None)
        if heading is None:
            continue
        following = [
            match.start() for pattern in _HEADINGS[: level + 1] for match in pattern.finditer(text, heading.end(), last)
        ]
        first, last = heading.start(), min(following, default=last)
    return first, last


def steps(section: str) -> Iterable[tuple[int, str]]:
    """The headings of a section as level and numeral, outermost first: 一（一）三 is (0, 一), (1, 一), (2, 三)."""
    bare = 0
    for match in _STEP.finditer(section):
        if match[1]:
            bare = 2
            yield 1, match[1]
        else:
            yield bare, match[2]
            bare = 2


def occurrences(dense: str, needle: str) -> list[int]:
    """Every place of `needle` that is not the middle of a longer number."""
    pattern = re.escape(needle)
    before = r"(?<![\d.])" if needle[:1].isdigit() else ""
    after = r"(?![\d]|\.\d)" if needle[-1:].isdigit() else ""
    return [match.start() for match in re.finditer(f"{before}{pattern}{after}", dense)] if needle else []


def _choose(dense: str, needle: str, span: tuple[int, int], taken: set[int]) -> int | None:
    everywhere = occurrences(dense, needle)
    inside = [place for place in everywhere if span[0] <= place < span[1]]
    for candidates in (inside, everywhere):
        free = [place for place in candidates if place not in taken]
        if free:
            return free[0]
    return next(iter(inside or everywhere), None)


def sentence_around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after a place in its sentence, white space made single."""
    stops = "。！？；\n"
    soft = "。！？；"
    first = max((text.rfind(stop, 0, start) for stop in soft), default=-1) + 1
    ends = [place for stop in soft if (place := text.find(stop, end)) >= 0]
    last = min(ends, default=len(text)) + 1
    before, after = text[max(first, start - 120) : start], text[end : min(last, end + 120)]
    return _single(before).lstrip(stops), _single(after)


def _single(text: str) -> str:
    return re.sub(r"\s+", "", text) if re.search(r"[一-鿿]", text) else re.sub(r"\s+", " ", text)


def segments(text: str, places: Sequence[PrintedPlace]) -> list[tuple[str, tuple[str, ...]]]:
    """The text cut at the places: stretches with the ids they print, none for plain text."""
    by_span: dict[tuple[int, int], list[str]] = {}
    for place in places:
        by_span.setdefault((place.start, place.end), []).append(place.id)
    cut: list[tuple[str, tuple[str, ...]]] = []
    position = 0
    for (start, end), ids in sorted(by_span.items()):
        if start < position:
            continue
        if start > position:
            cut.append((text[position:start], ()))
        cut.append((text[start:end], tuple(ids)))
        position = end
    return [*cut, (text[position:], ())] if position < len(text) else cut
