"""领导摘要: on one page where all stands, the worst of it, what is needed, and what is asked of whom."""

from collections import Counter
from enum import Enum, auto
from typing import NamedTuple

from kpi.i18n import Texts
from kpi.model import Status
from kpi.report.columns import Line
from kpi.report.document.composer import TITLE_WIDTH, Composer
from kpi.report.document.gap.annexes import label
from kpi.report.document.gap.collecting import Waiting, lacking, waiting, wanted_of
from kpi.report.document.gap.subjects import BEHIND, Subject, of_statuses, subjects_of
from kpi.report.document.room import fits_on_a_page
from kpi.report.document.typography import typography
from kpi.report.model import GapReport, ScopeKind
from kpi.report.pictures import Mark, counts_mark, mark_of
from kpi.report.since import moved_text
from kpi.report.wording import title_lines, verdict
from kpi.views import Register, Room, Standing, TableColumn

_STRIP, _RAIL = 588, 228
"""Pixels: as wide as the type area, and as the last column."""
_MOST, _FEWEST = 5, 3
_WIDTHS = {"verdict": 20, "standing": 74, "rail": 62}
"""Millimetres; together as wide as the type area."""
_NAMED = 3
_PACED = frozenset({Status.BEHIND, Status.FAR_BEHIND, Status.BASELINE_ONLY})
_LINES = 4
"""Lines between title and summary: a blank one, the day, a blank one, to whom it goes."""


class _Length(Enum):
    """How much the first page tells beside its table, the most first."""

    NAMED = auto()
    """What moved by name."""
    COUNTED = auto()
    """What moved in numbers alone."""
    BRIEF = auto()
    """The same as far as it weighs, and of the units only those of whom most is asked."""


class _Told(NamedTuple):
    """One row of the table: a measure, and the target that it is marked by."""

    line: Line[Standing]
    text: str


_OF_TOLD: Register[_Told] = Register(
    [
        TableColumn("verdict", lambda told: verdict(told.line.report.texts, told.line.row), room=Room.SHORT),
        TableColumn("standing", lambda told: told.text),
        TableColumn("rail", lambda told: ""),
    ]
)


def summary(write: Composer, report: GapReport) -> None:
    """The first page, below the title."""
    words = write.words
    write.heading(words("document.heading_summary"), numbered=False)
    if report.counted:
        write.strip(counts_mark(report, _STRIP))
    write.paragraph(report.caution)
    if not report.counted:
        write.paragraph(*values_told(words, report))
        return
    write.paragraph(report.headline)
    told, length = _first_page(report)
    if told:
        _table(write, report, told)
    for paragraph in _beside(report, told, length):
        write.paragraph(paragraph)


def foremost(report: GapReport) -> tuple[Subject, ...]:
    """The targets a leader is told of: what is missed or behind, the most missing first; or else what has only a baseline.

    As many as the page has room for, up to five.
    """
    return _first_page(report)[0]


def names_moved(report: GapReport) -> bool:
    """Whether the first page names what moved."""
    return report.since is not None and _first_page(report)[1] is _Length.NAMED


def _first_page(report: GapReport) -> tuple[tuple[Subject, ...], _Length]:
    """Which targets, and how much is told beside them: names give way before the third target."""
    place = {missing.standing.key: number for number, missing in enumerate(report.missing)}
    told = sorted(subjects_of(report), key=lambda each: place.get(each.worst.key, len(place)))
    worst = [each for each in of_statuses(told, BEHIND) if each.counted][:_MOST]
    if len(worst) < _FEWEST:
        worst += of_statuses(told, (Status.BASELINE_ONLY,))[: _MOST - len(worst)]
    most, least = len(worst), min(_FEWEST, len(worst))
    choices = ((number, each) for each in _Length for number in range(most, (1 if each is _Length.BRIEF else least) - 1, -1))
    fitting = ((tuple(worst[:number]), each) for number, each in choices if _fits(report, tuple(worst[:number]), each))
    return next(fitting, (tuple(worst[:1]), _Length.BRIEF))


def _fits(report: GapReport, told: tuple[Subject, ...], length: _Length) -> bool:
    words = report.texts
    paragraphs = [report.caution, report.headline, *_beside(report, told, length)]
    title = title_lines(report.title, TITLE_WIDTH)
    rows = [[(told_with_pace(report, each), _WIDTHS["standing"])] for each in told]
    lines = _LINES + (report.issue is not None)
    return fits_on_a_page(typography(words.lang), title, lines, paragraphs, rows)


def _beside(report: GapReport, told: tuple[Subject, ...], length: _Length) -> tuple[str, ...]:
    """What is needed, and what is asked of whom; then what moved. In brief that is one paragraph."""
    words, brief = report.texts, length is _Length.BRIEF
    moved = moved_text(words, report.since, named=length is _Length.NAMED, brief=brief) if report.since else ""
    asked_for = needed(words, told), *asked(words, report, brief=brief)
    if brief:
        return (words.paragraph((*asked_for, moved)),)
    return words.paragraph(asked_for), moved


def in_brief(report: GapReport) -> str:
    """What the first page says beside its table, where there are no annexes to look into."""
    words = report.texts
    if not report.counted:
        return words.paragraph(values_told(words, report))
    return words.paragraph((report.headline, needed(words, foremost(report)), *asked(words, report, annexed=False)))


def needed(words: Texts, told: tuple[Subject, ...]) -> str:
    """That there is no time left; empty where some target has."""
    return words("document.all_over") if told and all(each.status is Status.MISSED for each in told) else ""


def told_with_pace(report: GapReport, subject: Subject) -> str:
    """What a leader is told of a measure: where it stands, and what the time that is left must bring."""
    row = subject.worst
    gap = next((each for each in report.missing if each.standing.key == row.key), None)
    pace = gap.catch_up.pace_short if gap and row.status in _PACED else ""
    return report.texts.paragraph((subject.lead(report.texts), pace))


def asked(words: Texts, report: GapReport, *, annexed: bool = True, brief: bool = False) -> tuple[str, ...]:
    """What is to be reported and settled, and by whom, in `brief` by whom most; where the questions are annexed it says so."""
    there = wanted_of(report)
    wanted = waiting(report, there)
    answering = (each for each in there if each.status is not Status.NOT_STARTED)
    owned = {(owner, each.rows[0].measure.measure_id): None for each in answering for owner in each.owners or ("",)}
    owners = Counter(owner for owner, _ in owned)  # a measure on two rows of the table, for two causes, is one
    sentences = []
    if wanted.measures:
        sentences.append(_figures(words, report, wanted))
    if report.pending_questions:
        count = len(report.pending_questions)
        seen = {"annex": label(words, report, "questions")} if annexed else {}
        key = "document.asked_questions" if annexed else "document.asked_questions_alone"
        sentences.append(words(key, count=count, **seen))
    known = {owner: count for owner, count in owners.items() if owner}
    if known:
        most = {owner: count for owner, count in known.items() if count == max(known.values())}
        fewer = brief and len(most) < len(known)
        items = tuple(
            words("document.asked_of", owner=owner, number=count) for owner, count in (most if fewer else known).items()
        )
        key = "document.asked_mostly" if fewer else "document.asked_by_owner"
        sentences.append(words(key, items=items, units=len(known)))
    if owners[""]:
        sentences.append(words("document.owner_open_some" if known else "document.owner_open", count=owners[""]))
    return tuple(sentences)


def _figures(words: Texts, report: GapReport, wanted: Waiting) -> str:
    """How many measures lack figures, and of how many of them the periods are over."""
    due, part = wanted.due or wanted.partly, "_due" if wanted.due else "_partly" if wanted.partly else ""
    if wanted.again:
        part = "_again_due" if wanted.due else "_again"
    return words(
        f"document.asked_figures{'_all' * wanted.all_due}{part}",
        count=len(wanted.measures),
        due=due,
        again=wanted.again,
        day=report.as_of,
        lacking=lacking(words, wanted),
    )


def values_told(words: Texts, report: GapReport) -> tuple[str, ...]:
    """Of a scope without targets: how much there is, and of a region where it stands best and worst."""
    if report.kind is not ScopeKind.REGION:
        return (words("report.no_targets"),)
    if not report.values:
        return words("document.values_none", day=report.as_of, scope=report.scope), words("report.no_targets")
    told = words("document.values_intro", day=report.as_of, scope=report.scope, count=len(report.values))
    return told, *_places(words, report), words("document.values_only", scope=report.scope, above=report.above)


def _places(words: Texts, report: GapReport) -> tuple[str, ...]:
    """The measures in which a region stands in the first third of those with a figure, and in the last."""
    ranked = [value for value in report.values if value.rank is not None and value.ranked >= _NAMED and value.by_merit]
    first = [value for value in ranked if (value.rank or 0) * _NAMED <= value.ranked]
    last = [value for value in ranked if (value.rank or 0) * _NAMED > value.ranked * (_NAMED - 1)]
    some = any(value.rank is not None and not value.by_merit for value in report.values)  # a size has a place and no merit
    return tuple(
        words(
            f"{key}_by_merit" if some else key,
            measures=tuple(
                words("document.placed", measure=value.measure, rank=value.rank, count=value.ranked) for value in there
            ),
        )
        for key, there in (("document.placed_first", first), ("document.placed_last", last))
        if there
    )


def _table(write: Composer, report: GapReport, told: tuple[Subject, ...]) -> None:
    rows = [_Told(Line(report, each.worst), told_with_pace(report, each)) for each in told]

    def mark(row: _Told) -> Mark:
        return mark_of(report, row.line.row, _RAIL)

    write.table("document.caption_foremost", _OF_TOLD, _WIDTHS, rows, mark, beside=True)
