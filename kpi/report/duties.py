"""What each responsible unit has to do: its targets with gap, pace and due day; one list for document and workbook alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

from kpi.analysis import bounded_gap, missing
from kpi.i18n import Texts, two_digits
from kpi.model import Message, Status
from kpi.progress import rule_of
from kpi.report.model import GapReport, ScopeKind
from kpi.report.wording import runs
from kpi.views import Amount, GapRow, Standing

_SETTLED = frozenset({Status.MET, Status.NOT_ASSESSED})
"""Nothing is to be done about them, unless a figure is overdue: the one is reached, of the other nobody can say."""
_Key = tuple[str, int | None]


@dataclass(frozen=True, slots=True)
class Duty:
    """A target that a unit still has something to do about."""

    unit: str
    """Who is responsible; empty where the plan does not say."""
    standing: Standing
    gap: str
    monthly: Amount
    """What each month until the end must bring, rounded up; nothing where that is not said."""
    since: str
    """From when on: the day of the newest figure."""
    due: date | None
    """Last day of its period."""
    late: bool
    """Whether its period is over and its figure has not come."""
    late_years: tuple[int, ...]
    """The other years of the target that are over and whose figures have not come."""

    @property
    def wanted(self) -> bool:
        """Whether a figure is overdue, of its own period or of another year."""
        return self.late or bool(self.late_years)

    def told_late(self, words: Texts) -> tuple[str, ...]:
        """What is overdue: its own period, and the other years by their numbers."""
        own = (words("board.overdue_one"),) if self.late else ()
        if not self.late_years:
            return own
        years = words("report.year_to", year=runs(words, self.late_years))
        return *own, words("kind.late_too" if self.late else "kind.late", years=years)


class UnitDuties(NamedTuple):
    """What one unit has to do, and what it has done."""

    unit: str
    open: tuple[Duty, ...]
    met: tuple[Standing, ...]
    unassessed: tuple[Standing, ...]

    @property
    def total(self) -> int:
        """How many targets it answers for."""
        return len(self.open) + len(self.met) + len(self.unassessed)


class Helped(NamedTuple):
    """A target that a unit helps with (协办) and others answer for, while something is still to be done about it."""

    unit: str
    standing: Standing
    due: date | None
    """Last day of its period."""

    @property
    def owners(self) -> tuple[str, ...]:
        """Who answers for it."""
        return self.standing.owners


def helped_by_unit(report: GapReport) -> tuple[tuple[str, tuple[Helped, ...]], ...]:
    """What units help with, by unit in the order of the plan: it is counted with those who answer for it, and not again."""
    of_unit: dict[str, list[Helped]] = {}
    for unit, row in report.helped:
        if row.status not in _SETTLED:
            of_unit.setdefault(unit, []).append(Helped(unit, row, _due(row)))
    return tuple((unit, tuple(rows)) for unit, rows in of_unit.items())


def _due(row: Standing) -> date | None:
    return rule_of(row.target.period_type).end(row.target, row.assessment.year)


def duties_by_unit(report: GapReport) -> tuple[UnitDuties, ...]:
    """By unit in the order of the plan, targets without one last; a target of several units is a duty of each."""
    of_unit: dict[str, list[Standing]] = {}
    for row in report.listed:
        for unit in row.owners or ("",):
            of_unit.setdefault(unit, []).append(row)
    wanted = [report.scope] if report.kind is ScopeKind.OWNER else sorted(of_unit, key=lambda unit: not unit)
    lacking = {row.standing.key: row for row in report.missing}
    late = {(each.target_id, each.year) for each in report.overdue}
    return tuple(_of_unit(report.texts, unit, of_unit[unit], lacking, late) for unit in wanted if unit in of_unit)


def _of_unit(words: Texts, unit: str, rows: Sequence[Standing], lacking: Mapping[_Key, GapRow], late: set[_Key]) -> UnitDuties:
    waited = {target_id for target_id, _ in late}
    settled = [row for row in rows if row.status in _SETTLED and row.target.target_id not in waited]
    return UnitDuties(
        unit,
        tuple(_duty(words, unit, row, lacking.get(row.key), late) for row in rows if row not in settled),
        tuple(row for row in settled if row.status is Status.MET),
        tuple(row for row in settled if row.status is Status.NOT_ASSESSED),
    )


def _duty(words: Texts, unit: str, row: Standing, lacking: GapRow | None, late: set[_Key]) -> Duty:
    way, now = lacking.catch_up.catch_up if lacking else None, row.assessment.current_date
    needed = way.per_month if way and row.status is not Status.PENDING else None
    return Duty(
        unit=unit,
        standing=row,
        gap=row.gap.text,
        monthly=_monthly(words, row, needed) if needed else Amount(),
        since=words("kind.from_day", day=now) if needed and now else "",
        due=_due(row),
        late=row.key in late,
        late_years=_other_years(row, late),
    )


def _other_years(row: Standing, late: set[_Key]) -> tuple[int, ...]:
    of_target = (year for target_id, year in late if target_id == row.target.target_id)
    return tuple(sorted(year for year in of_target if year is not None and year != row.assessment.year))


def _monthly(words: Texts, row: Standing, needed: float) -> Amount:
    """A month's need, rounded up as far as it is shown, with the bound that a mark on the newest value puts on the gap.

    Of what is counted in whole units less than one stays less: 4 in 30 months are not one a month.
    """
    scale = words.scale(row.measure)
    exact = Decimal(f"{needed:.12g}") / scale.divisor
    digits = scale.decimals if scale.decimals == 0 and scale.divisor == 1 else two_digits(exact, scale.decimals)
    number = exact.quantize(Decimal(1).scaleb(-digits), ROUND_CEILING)
    if not digits and exact < 1:
        return Amount(words("kind.below_one", one=words.gap(scale.divisor, row.measure)), float(exact), digits)
    told = words.gap if not digits else words.pace
    pace = told(number * scale.divisor, row.measure)
    bound = bounded_gap(row.assessment, row.measure, missing(row.assessment) or 0.0)
    if not isinstance(bound, Message):
        return Amount(pace, float(number), digits)
    key = "analysis.pace_at_most" if bound.key == "analysis.gap_at_most" else bound.key  # a need, and no limit to it
    return Amount(words(key, gap=pace), float(number), digits)
