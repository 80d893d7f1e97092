"""The plan as one bar and one sentence: how many targets stand where, which is worst, and what is overdue."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kpi.analysis import WITH_VERDICT, WORST_FIRST, gone_past, missing_share
from kpi.i18n import Script, Texts, in_whole_things, splits
from kpi.model import TOLERANCE, Comparator, Kind, Lamp, Qualifier, Status
from kpi.progress import told_day
from kpi.views.standings import Standing
from kpi.views.status import StatusView

BEHIND = (Status.MISSED, Status.FAR_BEHIND, Status.BEHIND)
"""Verdicts that ask for something, the worst first."""

_WHOLE = 100.0
_FIRST_OF_CHINESE = "\u2e80"
_LATIN, _SHAPE_AND_NUMBER = 0.56, 2.5
"""Widths in Chinese letters."""


@dataclass(frozen=True, slots=True)
class Share:
    """The targets of one status and one lamp: a piece of the bar."""

    status: Status
    lamp: Lamp
    name: str
    count: int
    percent: float
    """Of all targets, 0–100: the width of the piece."""

    @property
    def room(self) -> float:
        """How wide its name is with shape and number, in such names of five Chinese letters."""
        letters = sum(_LATIN if letter < _FIRST_OF_CHINESE else 1.0 for letter in self.name)
        return (letters + _SHAPE_AND_NUMBER) / (5 + _SHAPE_AND_NUMBER)


def shares_of(words: Texts, standings: Sequence[Standing]) -> tuple[Share, ...]:
    """The pieces of the bar, the worst status first; their counts add up to the targets there are."""
    groups = Counter((standing.status, standing.lamp) for standing in standings)
    return tuple(
        Share(status, lamp, words(f"status.{status}"), count, count / len(standings) * 100)
        for status in WORST_FIRST
        for lamp in Lamp
        if (count := groups[status, lamp])
    )


def lead_sentence(words: Texts, view: StatusView, worst_first: Sequence[Standing]) -> str:
    """Which target is worst and by how much, how many more are behind, and how much is overdue."""
    counts = Counter(standing.status for standing in worst_first)
    worst = worst_of(worst_first)
    told = [_worst(words, worst), _others(words, counts, worst)] if worst else [_without_worst(words, counts)]
    if view.overdue:
        told.append(words("board.overdue", count=view.late.targets, figures=view.late.figures))
    clauses = words("board.clauses").join(filter(None, told))
    return words("board.closed", text=clauses[:1].upper() + clauses[1:])


def worst_of(worst_first: Sequence[Standing]) -> Standing | None:
    """The first target that is missed or behind; None where none is."""
    return next((standing for standing in worst_first if standing.status in BEHIND), None)


def _worst(words: Texts, worst: Standing) -> str:
    """By how much it is short of where it should be by now, or, at its end, of its target."""
    assessment, measure = worst.assessment, worst.measure
    value, due, when = assessment.current_value, assessment.expected_value, assessment.current_date
    status = worst.status_text if words.language.script is Script.CHINESE else worst.status_text.lower()
    values = {"name": worst.name, "status": status, "current": worst.current.told, "goal": worst.goal.text}
    if measure.kind is Kind.MILESTONE or value is None or not worst.current.text or assessment.judgement:
        return words("board.worst_plain", **values)
    short = due is not None and (value < due) == (assessment.comparator is Comparator.AT_LEAST)
    if assessment.status is Status.MISSED or due is None or when is None or not short:
        return _missed(words, worst, values) if worst.gap.text else words("board.worst_plain", **values)
    closer = words.telling_apart(measure, (value, due))
    part = "_part" * (splits(closer, due - value, measure) or splits(closer, due, measure))
    key = f"board.worst_{'short' if value < due else 'over'}{part}"
    gap = in_whole_things(closer, closer.gap(abs(due - value), measure), abs(due - value), measure)
    asked = in_whole_things(closer, closer.quantity(due, measure), due, measure)
    return words(key, day=told_day(when), due=asked, gap=gap, **values)


def _missed(words: Texts, worst: Standing, values: Mapping[str, str]) -> str:
    """By how much it misses its target, and how much of its way that is: by this it is the worst."""
    return words("board.worst_missed", gap=worst.gap.text, share=missed_share(words, worst), **values)


def missed_share(words: Texts, standing: Standing) -> str:
    """How much of its way, or of its target, one that is missed lacks, in brackets; empty where that is not exact."""
    assessment = standing.assessment
    share, way = missing_share(assessment), assessment.distance_pct is not None
    sure = assessment.current_qualifier is Qualifier.EQ and not gone_past(assessment) and TOLERANCE < share < _WHOLE
    if not sure or not (way or assessment.start_value is None):
        return ""
    return words("board.of_way" if way else "board.of_target", share=words.percent(share))


def _others(words: Texts, counts: Counter[Status], worst: Standing) -> str:
    """How many more are missed or behind."""
    rest = counts - Counter([worst.status])
    groups = tuple(words(f"board.more_{status}", count=rest[status]) for status in BEHIND if rest[status])
    return words("board.others", groups=groups) if groups else ""


def _without_worst(words: Texts, counts: Counter[Status]) -> str:
    """Where no target is missed or behind: what there is instead, without spin."""
    total, judged = counts.total(), sum(counts[status] for status in WITH_VERDICT)
    if judged == total:
        key = "board.all_met" if counts[Status.MET] == total else "board.none_behind"
        return words(key, count=total)
    if judged:
        return words("board.some_judged", count=judged, rest=total - judged)
    baseline = counts[Status.BASELINE_ONLY]
    return words("board.none_judged_but_baselines" if baseline else "board.none_judged", count=baseline or total)
