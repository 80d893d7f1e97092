"""What a report tells together: all that stands about one measure, its whole period and its years, in one sentence."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from kpi.i18n import Texts
from kpi.model import Status
from kpi.report.model import GapReport
from kpi.views import Standing

BEHIND = (Status.MISSED, Status.FAR_BEHIND, Status.BEHIND)
"""From the worst on."""
REACHED = (Status.ON_PACE, Status.MET)
_TOLD = (*BEHIND, Status.BASELINE_ONLY, *REACHED)
"""Statuses with a value to tell, from the worst on; what else is open is told by what is to be collected or settled."""


@dataclass(frozen=True)
class Subject:
    """The targets on one measure of which there is a value to tell: a whole period before its years, the newest year first."""

    rows: tuple[Standing, ...]

    @cached_property
    def worst(self) -> Standing:
        """The target that counts where they stand apart: one of those the headline has, if any is."""
        return min(self.rows, key=lambda row: (not row.counted, _TOLD.index(row.status)))

    @property
    def counted(self) -> bool:
        """Whether the headline counts any of it, and not only earlier years are told."""
        return any(row.counted for row in self.rows)

    @property
    def status(self) -> Status:
        """Where it is told."""
        return self.worst.status

    def told(self, words: Texts) -> str:
        """All of it in one sentence; what cannot follow a sentence on the same measure has one of its own."""
        return self._sentence(words, self.rows)

    def lead(self, words: Texts) -> str:
        """The whole period and the newest year alone."""
        return self._sentence(words, self._leading)

    def rest(self, words: Texts) -> str:
        """What `lead` leaves to be told, without the measure's name; empty where it tells all."""
        others = self.rows[len(self._leading) :]
        told = ""
        for clause in (row.clause or row.sentence for row in others):
            told = words("document.and_then", told=_open(words, told), clause=clause) if told else clause
        return told

    @property
    def _leading(self) -> tuple[Standing, ...]:
        yearly = [place for place, row in enumerate(self.rows) if row.assessment.year is not None and not row.below]
        return self.rows[: yearly[0] + 1] if yearly else self.rows

    def _sentence(self, words: Texts, rows: Sequence[Standing]) -> str:
        first, *others = rows
        text, inner, apart = first.sentence, False, []
        for row in others:
            if not row.clause or row.label or first.label or row.below:
                apart.append(row.sentence)
                continue
            within = not inner and _within(row, first)
            text = words(f"document.{'of_these' if within else 'and_then'}", told=_open(words, text), clause=row.clause)
            inner = inner or within
        revised = dict.fromkeys(remark for row in rows for remark in row.revised)
        return words.paragraph((text, *apart, *revised))


def subjects_of(report: GapReport) -> tuple[Subject, ...]:
    """Every measure with a value to tell, in the order of the plan."""
    by_measure: dict[str, list[Standing]] = {}
    for row in report.rows:
        if row.status in _TOLD and (row.listed or row.status is Status.MISSED):
            by_measure.setdefault(row.measure.measure_id, []).append(row)
    return tuple(Subject(tuple(sorted(rows, key=_order))) for rows in by_measure.values())


def missed_before(subjects: Iterable[Subject]) -> Iterator[Subject]:
    """Of measures the headline counts nothing of, the years gone by that were missed.

    Readings and second lines of a target that is still open are no years of it; the annex lists them.
    """
    for subject in subjects:
        rows = tuple(row for row in subject.rows if row.status is Status.MISSED and not row.below)
        if rows and not subject.counted:
            yield Subject(rows)


def of_statuses(subjects: Iterable[Subject], statuses: Sequence[Status]) -> list[Subject]:
    """Those of some statuses, in the order of these."""
    return sorted((each for each in subjects if each.status in statuses), key=lambda each: statuses.index(each.status))


def _order(row: Standing) -> tuple[bool, bool, int]:
    year = row.assessment.year
    return row.below, year is not None, -(year or 0)


def _within(row: Standing, whole: Standing) -> bool:
    """Whether the year of a row is one of those that a whole period is made of."""
    year, period = row.assessment.year, whole.assessment.period
    if year is None or period is None or whole.assessment.year is not None or not whole.assessment.period_type.of_days:
        return False
    return period.start.year <= year <= period.end.year


def _open(words: Texts, sentence: str) -> str:
    """A sentence without its full stop."""
    return sentence.removesuffix(words("report.full_stop", text=""))
