"""Problems in words, and what an unknown name may mean."""

import hashlib
from dataclasses import dataclass

from kpi.catalog import Catalog
from kpi.i18n import Texts
from kpi.model import NamedThing, Problem, Severity


@dataclass(frozen=True, slots=True)
class Offer:
    """A measure or region that an unknown name may mean."""

    thing: NamedThing
    spelling: str
    code: str
    name: str


_COUNTED = frozenset({"bulk_more", "bulk_more_wholes"})
"""What says how many more problems there are than are listed."""


@dataclass(frozen=True, slots=True)
class ProblemView:
    """A problem in words."""

    problem: Problem
    severity_text: str
    message: str
    suggestion: str
    offers: tuple[Offer, ...] = ()
    """What an unknown name may be a spelling of, likeliest first."""

    @property
    def id(self) -> str:
        """The same for the same problem of the same file, so that a confirmation outlives a second reading."""
        problem = self.problem
        parts = (problem.code, problem.file, problem.sheet, problem.row, problem.column, problem.value, self.message)
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]

    @property
    def place(self) -> str:
        """Where it is: file, sheet, row and column, as far as it is anywhere."""
        problem = self.problem
        letter = problem.values.get("letter", "")
        cell = f"{letter}{problem.row}" if problem.row else ""
        return " ".join(filter(None, (problem.file, problem.sheet, cell)))

    @property
    def stands_for(self) -> int:
        """How many problems it is: one, or as many as are no more listed and it says."""
        return times(self.problem)

    @property
    def refuses(self) -> bool:
        """Whether this alone refuses the file."""
        return self.problem.severity is Severity.ERROR


def times(problem: Problem) -> int:
    """How many problems one is: those that are counted by kind are told by one of their kind."""
    return int(str(problem.values["count"])) if problem.code in _COUNTED else 1


def word_problem(words: Texts, problem: Problem, catalog: Catalog | None = None) -> ProblemView:
    """A problem in words. Messages may use its row, column and value besides the values of its own."""
    place = {
        "file": problem.file,
        "sheet": problem.sheet,
        "row": problem.row or "",
        "column": problem.column,
        "value": problem.value,
        "letter": "",
    }
    return ProblemView(
        problem=problem,
        severity_text=words(f"service.severity_{problem.severity}"),
        message=words(f"problem.{problem.code}", **{**place, **problem.values}),
        suggestion=words.message(problem.suggestion) if problem.suggestion else "",
        offers=_offers(words, problem, catalog) if catalog else (),
    )


def _offers(words: Texts, problem: Problem, catalog: Catalog) -> tuple[Offer, ...]:
    """What an unknown name may mean, named in the language of the reader."""
    values = problem.values
    if "codes" not in values:
        return ()
    thing = NamedThing(str(values["thing"]))
    known = catalog.measures if thing is NamedThing.MEASURE else catalog.regions
    codes = [str(code) for code in values["codes"]] if isinstance(values["codes"], tuple) else []
    return tuple(Offer(thing, str(values["spelling"]), code, known[code].name(words.lang)) for code in codes)
