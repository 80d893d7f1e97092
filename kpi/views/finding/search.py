"""Finding by name whatever has one: best is what begins as typed, then what has a word that does, then what is read so."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from kpi.catalog import Catalog
from kpi.i18n import LANGUAGES, Texts, texts
from kpi.views.finding.spelling import Readings, by_initials, by_sound, folded, readings
from kpi.views.remarks.matters import MatterView

MOST_FOUND = 8
_WORD = re.compile(r"\w+")
_FEWEST_SIGNS, _FEWEST_LETTERS = 2, 3
"""Of what is looked for in prose: Chinese signs, Latin letters."""


class Sort(StrEnum):
    """What there is to be found, in the order in which equals are listed."""

    PAGE = "page"
    MEASURE = "measure"
    REGION = "region"
    DOCUMENT = "document"
    MATTER = "matter"


class Fit(IntEnum):
    """How what was typed fits a name, the best first."""

    WHOLE = 0
    PREFIX = 1
    WORD = 2
    READ = 3
    WITHIN = 4


@dataclass(frozen=True, slots=True)
class Findable:
    """Something with a page: what it is, its id, how it is shown, and every name it goes by."""

    sort: Sort
    id: str
    shown: str
    names: tuple[str, ...]
    prose: tuple[str, ...] = ()
    """What is written about it: found by its words, not by how they are read, as any few letters would fit something in it."""


@dataclass(frozen=True, slots=True)
class _Name:
    text: str
    letters: Readings


class Index:
    """What can be found. Made once for a plan and a language."""

    def __init__(self, things: Iterable[Findable]) -> None:
        self._names = [
            (thing, [_Name(folded(name), readings(name)) for name in dict.fromkeys(thing.names) if name]) for thing in things
        ]
        self._prose = {thing: [folded(text) for text in thing.prose if text] for thing, _ in self._names}

    def find(self, typed: str, most: int = MOST_FOUND) -> tuple[Findable, ...]:
        """What fits best first; of what fits alike, that which fits further in front, then the shorter name, then as listed."""
        asked = folded(typed)
        if not asked:
            return ()
        found = [
            (min(fits), order, thing)
            for order, (thing, names) in enumerate(self._names)
            if (fits := [fit for name in names if (fit := _fit(name, asked))] or self._said(thing, asked))
        ]
        return tuple(thing for _, _, thing in sorted(found, key=lambda each: each[:2])[:most])

    def _said(self, thing: Findable, asked: str) -> list[tuple[Fit, int, int]]:
        """Where it stands in what is written about something, if it is long enough to say anything."""
        if len(asked) < (_FEWEST_LETTERS if asked.isascii() else _FEWEST_SIGNS):
            return []
        words = asked.split()
        return [
            (Fit.WITHIN, text.index(words[0]), len(text)) for text in self._prose[thing] if all(word in text for word in words)
        ]


def _fit(name: _Name, asked: str) -> tuple[Fit, int, int] | None:
    """How, where, and how long the name is; of several words each must fit, and the worst says how."""
    whole = _fit_whole(name, asked)
    if whole or " " not in asked:
        return whole
    fits = [_fit_whole(name, word) for word in asked.split()]
    return None if None in fits else max(fit for fit in fits if fit)


def _fit_whole(name: _Name, asked: str) -> tuple[Fit, int, int] | None:
    length = len(name.text)
    if name.text.startswith(asked):
        return Fit.WHOLE if name.text == asked else Fit.PREFIX, 0, length
    if (word := _begins_a_word(name.text, asked)) is not None:
        return Fit.WORD, word, length
    letters = asked.replace(" ", "")
    if letters.isascii() and letters.isalnum():
        read = [place for place in (by_initials(name.letters, letters), by_sound(name.letters, letters)) if place is not None]
        if read and not name.text.isascii():
            return Fit.READ, min(read), length
    within = name.text.find(asked)
    return None if within < 0 else (Fit.WITHIN, within, length)


def _begins_a_word(text: str, asked: str) -> int | None:
    return next((word.start() for word in _WORD.finditer(text) if text.startswith(asked, word.start())), None)


def index_of(catalog: Catalog, pages: Mapping[str, str], lang: str) -> Index:
    """Pages by the key of their text, measures, regions and documents of a plan; names in every language, and ids."""
    return Index([*_pages(pages, lang), *_measures(catalog, lang), *_regions(catalog, lang), *_documents(catalog)])


def index_of_matters(matters: Iterable[MatterView], words: Texts) -> Index:
    """What is said and done about targets, by its number, person, unit, cause, steps and the notes of its history."""
    return Index(
        Findable(
            Sort.MATTER,
            str(each.matter_id),
            words("page.found_matter_as", number=each.matter_id, name=each.name, state=each.state_text),
            (f"#{each.matter_id}", each.person, each.unit),
            (each.cause, each.steps, *(step.note for step in each.history)),
        )
        for each in matters
    )


def _pages(pages: Mapping[str, str], lang: str) -> list[Findable]:
    return [
        Findable(Sort.PAGE, page, texts(lang)(key), tuple(texts(each)(key) for each in LANGUAGES))
        for page, key in pages.items()
    ]


def _measures(catalog: Catalog, lang: str) -> list[Findable]:
    """A measure goes by the ids of its targets too."""
    targets: dict[str, list[str]] = {}
    for target in catalog.targets.values():
        targets.setdefault(target.measure_id, []).append(target.target_id)
    return [
        Findable(Sort.MEASURE, key, each.name(lang), (each.name_zh, each.name_en, key, *targets.get(key, ())))
        for key, each in catalog.measures.items()
    ]


def _regions(catalog: Catalog, lang: str) -> list[Findable]:
    return [
        Findable(Sort.REGION, code, each.name(lang), (each.name_zh, each.name_en, code))
        for code, each in catalog.regions.items()
        if each.active
    ]


def _documents(catalog: Catalog) -> list[Findable]:
    return [Findable(Sort.DOCUMENT, key, each.title, (each.title, each.number, key)) for key, each in catalog.sources.items()]
