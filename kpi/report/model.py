"""Everything a gap report says, worded and rounded once, for every format to lay out and none to compute."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Self

from kpi import views
from kpi.i18n import Texts, texts
from kpi.model import BLANK_FORM, OfficialForm, Status
from kpi.report.printable import printed


class ScopeKind(StrEnum):
    """What a report is about."""

    PLAN = "plan"
    CATEGORY = "category"
    OWNER = "owner"
    REGION = "region"


class Genre(StrEnum):
    """What kind of document a report is (文种)."""

    GAP = "gap"
    """差距分析报告: the usual one."""
    BRIEFING = "briefing"
    """进度通报: places or units in one ranked table."""
    TASKS = "tasks"
    """责任单位任务清单: what each responsible unit has to do."""
    REMINDER = "reminder"
    """催办函: a letter to each unit that has not reported."""
    SUMMARY = "summary"
    """一页摘要: one page."""


UNITS = "units"
"""What is ranked where responsible units are."""


@dataclass(frozen=True, slots=True)
class Category:
    """The rows of one field of work, in the order of the plan."""

    name: str
    rows: tuple[views.Standing, ...]

    @property
    def counted(self) -> tuple[views.Standing, ...]:
        """One row per target."""
        return tuple(row for row in self.rows if row.counted)

    @property
    def listed(self) -> tuple[views.Standing, ...]:
        """The same, and below each its steps and second lines."""
        return tuple(row for row in self.rows if row.listed)


@dataclass(frozen=True, slots=True)
class StatusCount:
    """How many targets stand there."""

    status: Status
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class PendingGroup:
    """Targets without a verdict for the same cause."""

    status: Status
    text: str
    rows: tuple[views.Standing, ...]


@dataclass(frozen=True, slots=True)
class Issue:
    """That a report was issued: its number in the ledger, by whom and when."""

    number: int
    user: str
    moment: datetime


@dataclass(frozen=True)
class GapReport:
    """A report on one plan, as of a day. Two equal reports give equal files, byte for byte.

    Whatever comes in is made printable on the way.
    """

    plan_name: str
    as_of: date
    moment: datetime
    """`known_at`, or when the figures last changed, in the plan's time zone. Nothing tells when the report was made."""
    data_version: int
    lang: str
    headline: str
    """How many targets stand where, with its full stop; empty if there are no targets."""
    categories: tuple[Category, ...]
    """Every target, for every one of its years."""
    earlier: str = ""
    """Earlier years that are missed or pending, with its full stop; empty if there are none."""
    caution: str = ""
    """Why it rests on too little and may not be issued, with its full stop; empty where it may."""
    known_at: datetime | None = None
    """The moment the report looks back from, in the plan's time zone; None where it is about the newest figures."""
    scope: str = ""
    """The region, responsible unit or category it is limited to; empty for the whole plan."""
    above: str = ""
    """Name of the region that the one reported on is part of; empty for the plan's own."""
    demo: bool = False
    """Whether the figures are made up."""
    missing: tuple[views.GapRow, ...] = ()
    figures: tuple[views.FigureView, ...] = ()
    """Every figure that counts, whether a verdict rests on it or not."""
    questions: tuple[views.QuestionView, ...] = ()
    overdue: tuple[views.OverdueView, ...] = ()
    coverage: date | None = None
    """The newest period end among the figures."""
    kind: ScopeKind = ScopeKind.PLAN
    scheme: views.SchemeRow | None = None
    """The lamp scheme in force."""
    yearly: tuple[views.YearlyRow, ...] = ()
    """By measure in the order of the plan, then by year."""
    members_name: str = ""
    """What the regions below are called together: 镇街; empty where there are none."""
    members: tuple[views.MemberColumn, ...] = ()
    """The regions below the one reported on, measure by measure; empty where they have no figures."""
    places: tuple[views.PlacesView, ...] = ()
    """The same as maps of squares, in the order of `members`: of each that enough of the regions have reported."""
    values: tuple[views.ValueRow, ...] = ()
    """Of a region below the plan's own: its figures with share and place."""
    definitions: tuple[views.DefinitionRow, ...] = ()
    comments: tuple[views.CommentRow, ...] = ()
    """What units remarked with the figures they sent, newest last."""
    paths: tuple[views.PathRow, ...] = ()
    """Dated targets over time."""
    doubts: tuple[views.DoubtRow, ...] = ()
    """Figures that do not fit together or their history; of the whole plan alone, the first hundred."""
    further_doubts: int = 0
    """How many more there are."""
    doubts_reach: str = ""
    """In which regions they were looked for, where not in all."""
    matters: tuple[views.MatterView, ...] = ()
    """What is to be put right about its targets, with what was only remarked; the late ones first."""
    matters_on: date | None = None
    """The day up to which these are told; None where there are none."""
    since: views.Moved | None = None
    """What moved since the report or day it is held against; None where it is held against nothing."""
    form: OfficialForm = BLANK_FORM
    """To whom it goes and who signs it."""
    issue: Issue | None = None
    """None for a draft."""
    genre: Genre = Genre.GAP
    ranked: str = ""
    """Of 进度通报: the measure by which places are ranked, `UNITS`, or nothing for what there is most of."""
    changes: tuple[views.PlaceChange, ...] = ()
    """Of the same: what the figures of places changed."""
    scores: tuple[views.ScoreRow, ...] = ()
    """Of the same: every target as a row, the worst first."""
    board: views.BoardView | None = None
    """Of 一页摘要: the plan in four cards and three ways on."""
    helped: tuple[tuple[str, views.Standing], ...] = ()
    """Of 责任单位任务清单: units with what each helps with; only the one unit where it is one's list."""
    letters: tuple[views.Letter, ...] = ()
    """Of 催办函: one to each who has not reported."""

    def __post_init__(self) -> None:
        known: dict[int, object] = {}
        for field in fields(self):
            object.__setattr__(self, field.name, printed(getattr(self, field.name), known))

    def changed(self, **changes: object) -> Self:
        """The same with some fields anew. What is in the others is printable already and is not gone through again."""
        made, known = object.__new__(type(self)), dict[int, object]()
        for field in fields(self):
            new = field.name in changes
            object.__setattr__(made, field.name, printed(changes[field.name], known) if new else getattr(self, field.name))
        if unknown := changes.keys() - {field.name for field in fields(self)}:
            raise TypeError(f"a report has no {', '.join(sorted(unknown))}")
        return made

    @property
    def texts(self) -> Texts:
        """The texts of the report's language."""
        return texts(self.lang)

    @property
    def late(self) -> views.Late:
        """How much is overdue."""
        return views.late_of(self.overdue)

    @property
    def title(self) -> str:
        """The report's title in one line."""
        return title_of(self.texts, self.kind, self.plan_name, self.scope, judged=bool(self.categories), genre=self.genre)

    @cached_property
    def explained(self) -> tuple[views.DefinitionRow, ...]:
        """Definitions of the measures that targets are about, or of a region without targets those it has values of."""
        told_of = {row.measure.measure_id for row in self.rows} or {value.measure_id for value in self.values}
        return tuple(definition for definition in self.definitions if definition.measure_id in told_of)

    @cached_property
    def rows(self) -> tuple[views.Standing, ...]:
        """Every target, for every one of its years."""
        return tuple(row for category in self.categories for row in category.rows)

    @cached_property
    def counted(self) -> tuple[views.Standing, ...]:
        """One row per target: those the headline counts."""
        return tuple(row for row in self.rows if row.counted)

    @cached_property
    def listed(self) -> tuple[views.Standing, ...]:
        """The same, and below each its steps and second lines."""
        return tuple(row for row in self.rows if row.listed)

    @cached_property
    def counts(self) -> tuple[StatusCount, ...]:
        """The groups that are not empty, in the order of the headline; they add up to the number of targets."""
        return count_by_status(self.counted, self.texts)

    @cached_property
    def pending(self) -> tuple[PendingGroup, ...]:
        """What has no verdict, by cause: every counted target, and of other years those the second sentence names."""
        open_rows = [row for row in self.rows if (row.counted and not row.judged) or row.status is Status.PENDING]
        groups = ((status, tuple(row for row in open_rows if row.status is status)) for status in Status)
        return tuple(PendingGroup(status, rows[0].status_text, rows) for status, rows in groups if rows)

    @cached_property
    def pending_questions(self) -> tuple[str, ...]:
        """The questions that keep targets from being judged, each once."""
        return tuple(dict.fromkeys(text for group in self.pending for row in group.rows for text in row.questions))

    @cached_property
    def numbered_questions(self) -> dict[str, int]:
        """Each of them with its number."""
        return {text: number for number, text in enumerate(self.pending_questions, start=1)}

    @cached_property
    def numbered_figures(self) -> dict[views.FigureView, int]:
        """Every figure with the number all formats know it by: first those rows speak of, in their order, then the rest."""
        in_order = dict.fromkeys([*self.cited_figures, *self.valued_figures, *self.untargeted, *self.figures])
        return {figure: number for number, figure in enumerate(in_order, start=1)}

    def numbers_of(self, figures: Iterable[views.FigureView]) -> tuple[int, ...]:
        """The numbers of figures, in their order; none for what does not count any more."""
        known = self.numbered_figures
        return tuple(sorted({known[figure] for figure in figures if figure in known}))

    def numbers_of_row(self, row: views.Standing) -> tuple[int, ...]:
        """The numbers of the figures a row rests on or speaks of."""
        return self.numbers_of(self.figures_of(row))

    @cached_property
    def cited_figures(self) -> tuple[views.FigureView, ...]:
        """The figures that rows rest on or speak of, each once."""
        return tuple(dict.fromkeys(figure for row in self.rows for figure in self.figures_of(row)))

    @cached_property
    def valued_figures(self) -> tuple[views.FigureView, ...]:
        """The figures that a region's values are, each once."""
        return tuple(dict.fromkeys(figure for value in self.values for figure in value.figures))

    @cached_property
    def shown_figures(self) -> tuple[views.FigureView, ...]:
        """The figures that are spoken of, or where none is all of them."""
        return tuple(dict.fromkeys([*self.cited_figures, *self.valued_figures, *self.untargeted])) or self.figures

    @cached_property
    def untargeted(self) -> tuple[views.FigureView, ...]:
        """Of each measure without a target the newest figure, or the parts of which alone there are some.

        Of figures that end on one day that of the longest period counts; those of an unknown beginning only where no other is.
        A region's own values tell all it has.
        """
        targeted = {row.measure.measure_id for row in self.rows}
        by_measure: dict[str, list[views.FigureView]] = {}
        for figure in () if self.values else self.figures:
            if figure.measure_id not in targeted:
                by_measure.setdefault(figure.measure_id, []).append(figure)
        return tuple(figure for group in by_measure.values() for figure in _newest(group))

    def figures_of(self, row: views.Standing) -> tuple[views.FigureView, ...]:
        """The figures of a row; without a verdict also those of its measure, which its reason may speak of."""
        if row.judged or row.status is Status.NOT_STARTED:
            return row.figures
        return tuple(dict.fromkeys([*row.figures, *self._whole_figures.get((row.measure.measure_id, row.region_name), ())]))

    @cached_property
    def _whole_figures(self) -> dict[tuple[str, str], list[views.FigureView]]:
        """By measure and region, the figures that are no part of a breakdown."""
        by_measure: dict[tuple[str, str], list[views.FigureView]] = {}
        for figure in self.figures:
            if not figure.label:
                by_measure.setdefault((figure.measure_id, figure.region_name), []).append(figure)
        return by_measure


def _newest(figures: list[views.FigureView]) -> list[views.FigureView]:
    """The newest figure of a measure as a whole, or of each of its parts."""
    whole = [figure for figure in figures if not figure.label] or figures
    parts: dict[str, views.FigureView] = {}
    for figure in sorted(whole, key=_age):
        parts.setdefault(figure.label, figure)
    return list(parts.values())


def _age(figure: views.FigureView) -> tuple[int, date]:
    """What sorts the newest first, and of these that of the longest period."""
    return -(figure.end or date.min).toordinal(), figure.start or (date.min if figure.dated else date.max)


def title_of(words: Texts, kind: ScopeKind, plan: str, scope: str, *, judged: bool, genre: Genre = Genre.GAP) -> str:
    """The title of a report; `judged` tells whether there are targets, without which it gives only a region's figures."""
    if genre is not Genre.GAP:
        return words(f"report.title_{genre}_of" if scope else f"report.title_{genre}", plan=plan, scope=scope)
    if kind is ScopeKind.REGION and not judged:
        return words("report.title_values", plan=plan, scope=scope)
    return words("report.title_of" if scope else "report.title", plan=plan, scope=scope)


def count_by_status(rows: Iterable[views.Standing], words: Texts) -> tuple[StatusCount, ...]:
    """How many of `rows` stand where; only statuses that occur, in the order of the headline."""
    statuses = [row.status for row in rows]
    counts = ((status, statuses.count(status)) for status in Status)
    return tuple(StatusCount(status, words(f"status.{status}"), count) for status, count in counts if count)
