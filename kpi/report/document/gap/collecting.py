"""What is to be collected so that open targets can be judged: what, of which period, from whom, and when that is over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from kpi.i18n import Texts
from kpi.model import Status
from kpi.progress import told_day
from kpi.report.document.blocks import Cell
from kpi.report.model import GapReport
from kpi.report.wording import runs
from kpi.views import Standing

_GAP = "\0"
_SEVERAL, _DECEMBER = 2, 12
_WITHOUT_FIGURES = frozenset({Status.NOT_ASSESSED, Status.NOT_STARTED})


@dataclass(frozen=True)
class Wanted:
    """The open targets on one measure with the same status, and what they wait for."""

    number: int
    rows: tuple[Standing, ...]
    as_of: date

    @property
    def status(self) -> Status:
        """Why there is no verdict."""
        return self.rows[0].status

    @property
    def needs_figures(self) -> bool:
        """Whether figures would bring a verdict, and not a decision, or time."""
        return self.status not in _WITHOUT_FIGURES

    @property
    def owners(self) -> tuple[str, ...]:
        """Who answers for it; none where the plan does not say."""
        return self.rows[0].owners

    @property
    def until(self) -> date | None:
        """The last day of the figures that are due first."""
        return min(filter(None, map(_until, self.rows)), default=None)

    @property
    def is_due(self) -> bool:
        """Whether that day is over."""
        return self.needs_figures and self.until is not None and self.until <= self.as_of

    @property
    def years_over(self) -> tuple[int, ...]:
        """The years that it asks for and that are over, be it that the last of its figures are not due yet."""
        asked = [row for row in self.rows if row.paper.first_year is not None and row.paper.until is not None]
        spans = (range(row.paper.first_year or 0, row.paper.until.year + 1) for row in asked if row.paper.until)
        over = {year for span in spans for year in span if date(year, _DECEMBER, 31) <= self.as_of}
        return tuple(sorted(over)) if self.needs_figures else ()

    def targets(self, words: Texts) -> Cell:
        """Each target with its period; the same one of several years once."""
        years: dict[str, list[int]] = {}
        texts: dict[str, str] = {}
        for row in self.rows:
            goal = row.goal.text
            if row.assessment.year is None:
                texts[f"{goal} {row.period}"] = words("document.goal_for", goal=goal, period=row.period)
            else:
                years.setdefault(goal, []).append(row.assessment.year)
        yearly = (
            words(
                "document.goal_each" if len(each) >= _SEVERAL else "document.goal_for",
                goal=goal,
                period=words("report.year_to", year=runs(words, each)),
            )
            for goal, each in years.items()
        )
        return (*texts.values(), *yearly)

    def at_hand(self, words: Texts) -> str:
        """What there is: a value beside a target that is not settled, or what the reason says of it."""
        if self.status is not Status.NOT_ASSESSED:
            return _joined(words, ((row.paper.at_hand, *row.revised) for row in self.rows))
        return _joined(words, ((_dated(words, row), *row.revised) for row in self.rows))

    def to_collect(self, words: Texts) -> str:
        """What is missing; the same of several years once."""
        rows = [row for row in self.rows if row.paper.to_collect and not any(_asks_for(other, row) for other in self.rows)]
        alike: dict[str, list[Standing]] = {}
        for row in rows:
            alike.setdefault(_without_year(words, row), []).append(row)
        return words.language.items.join(_of_years(words, text, each) for text, each in alike.items())

    def by_when(self, words: Texts) -> Cell:
        """The end of the period, and whether it is over."""
        if self.until is None or not self.needs_figures:
            return ""
        day, over = _told_end(words, self.until), self.years_over
        if self.is_due or not over:
            return (day, words("document.is_due")) if self.is_due else day
        return (day, words("document.years_over", years=words("report.year_to", year=runs(words, over))))


def wanted_of(report: GapReport) -> tuple[Wanted, ...]:
    """What open targets wait for, by cause: all without a verdict, and of earlier years those whose figures are overdue."""
    overdue = {(late.target_id, late.year) for late in report.overdue}
    pending = {row.key for group in report.pending for row in group.rows}
    there = [row for row in report.rows if row.key in pending or (not row.judged and row.key in overdue)]
    groups: dict[tuple[Status, str], list[Standing]] = {}
    for status in Status:
        for row in there:
            if row.status is status:
                groups.setdefault((status, row.measure.measure_id), []).append(row)
    return tuple(Wanted(number, tuple(rows), report.as_of) for number, rows in enumerate(groups.values(), start=1))


class Waiting(NamedTuple):
    """How much waits for figures; a measure on two rows of the table, for two causes, is one."""

    measures: tuple[str, ...]
    """Their names."""
    due: int
    """Of these measures, how many have figures whose period is over."""
    all_due: bool
    targets: int
    partly: int
    """Of how many measures some of the years asked for are over, and the last are not."""
    figures: int
    """How many of the figures have a period that is over; 0 where other measures lack such too, since they would be counted."""
    again: int
    """Of how many measures figures were reported, none is missing, and only comparable ones would bring a verdict."""


def waiting(report: GapReport, wanted: Sequence[Wanted]) -> Waiting:
    """What the summary counts, on one page as in the report."""
    there = [each for each in wanted if each.needs_figures]
    names = {each.rows[0].measure.measure_id: each.rows[0].measure.name(report.lang) for each in there}
    late = {each.measure_id for each in report.overdue}
    over = {each.rows[0].measure.measure_id for each in there if each.is_due}
    none = {each.rows[0].measure.measure_id for each in there if each.is_due and each.status is not Status.NOT_COMPARABLE}
    due = none | (over & late)
    again = over - due
    targets = {row.target.target_id for each in there for row in each.rows}
    partly = {each.rows[0].measure.measure_id for each in there if each.years_over} - over
    all_due = all(each.is_due for each in there) and not again
    figures = report.late.figures if due == late else 0
    return Waiting(tuple(names.values()), len(due), all_due, len(targets), len(partly), figures, len(again))


def lacking(words: Texts, there: Waiting) -> str:
    """How many figures that is, as one page, slides and workbook count them; empty where it is not said."""
    return words("document.lacking", count=there.figures) if there.figures else ""


def _told_end(words: Texts, day: date) -> str:
    """The last day of a period: 2025年底, 2025年3月底."""
    if day.month != _DECEMBER and (day + timedelta(days=1)).month != day.month:
        return words("document.month_end", month=words.month(day))
    return words.word(told_day(day))


def _dated(words: Texts, row: Standing) -> str:
    """A value with the days it was counted over, or the day it is of."""
    text, day = row.current.told, row.assessment.current_date
    when = row.counted_over or (words.word(told_day(day)) if day else "")
    return words("service.value_on", value=text, day=when) if text and when else text


def _asks_for(whole: Standing, row: Standing) -> bool:
    """Whether the years a whole period waits for have that of a row among them."""
    period, year, until = whole.assessment.period, row.assessment.year, whole.paper.until
    if year is None or period is None or until is None or whole.assessment.year is not None:
        return False
    return period.start.year <= year <= until.year


def _without_year(words: Texts, row: Standing) -> str:
    """What a row asks for, with a gap where it names the row's own year."""
    year = row.assessment.year
    return row.paper.to_collect.replace(words("report.year_to", year=year), _GAP) if year else row.paper.to_collect


def _of_years(words: Texts, text: str, rows: Sequence[Standing]) -> str:
    years = sorted({row.assessment.year for row in rows if row.assessment.year})
    if len(years) < _SEVERAL:
        return rows[0].paper.to_collect
    return text.replace(_GAP, words("document.each_of_years", years=runs(words, years)))


def _until(row: Standing) -> date | None:
    period = row.assessment.period
    return row.paper.until or (period.end if period else None)


def _joined(words: Texts, told: Iterable[Iterable[str]]) -> str:
    """Phrases one after the other, each once and without its full stop; what a longer one says is not said again."""
    stop = words("report.full_stop", text="")
    texts = list(dict.fromkeys(text.removesuffix(stop) for each in told for text in each if text))
    return words("service.clauses").join(text for text in texts if not any(text != other and text in other for other in texts))
