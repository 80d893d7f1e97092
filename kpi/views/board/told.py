"""What cards and rows of the overview say of a target in few words: what is missing, what is to be filed, at which pace."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kpi.analysis import gone_past, missing
from kpi.i18n import Texts, day_alone, day_inside
from kpi.model import Kind, Status
from kpi.progress import rule_of
from kpi.views.standings import Standing
from kpi.views.status import StatusView

_NOTHING_NEEDED = frozenset({Status.MET, Status.MISSED, Status.NOT_ASSESSED})


@dataclass(frozen=True)
class Short:
    """Words targets of one view in one language."""

    words: Texts
    view: StatusView

    def when(self, standing: Standing) -> str:
        """The day of the newest value, or the days it was counted over: 2022年底, 2021—2022年年均."""
        day = standing.assessment.current_date
        return standing.counted_over or (day_alone(self.words, day) if day else "")

    def lacking(self, standing: Standing) -> str:
        """What is missing as a phrase of its own: 差至多4.2个百分点; what has gone past its target says so itself."""
        gap = standing.gap.text
        if not gap or not missing(standing.assessment) or standing.measure.kind is Kind.MILESTONE:
            return ""
        key = "board.gap_over" if standing.status is Status.MISSED else "board.gap"
        return gap if gone_past(standing.assessment) else self.words(key, gap=gap)

    def pace(self, standing: Standing) -> str:
        """What each year, or the rest of this one, must bring and from when on; after the deadline that a figure is due."""
        if self.is_overdue(standing):
            return self.words("board.overdue_one")
        day, needed = standing.assessment.current_date, standing.required.text
        if not needed or day is None or standing.status in _NOTHING_NEEDED:
            return ""
        return self.words("board.pace_from", pace=needed, day=day_inside(self.words, day))

    def is_overdue(self, standing: Standing) -> bool:
        """Whether its period is over and its last figure still to come."""
        end = rule_of(standing.target.period_type).end(standing.target, standing.assessment.year)
        return any(late.target_id == standing.target.target_id and late.due == end for late in self.view.overdue)

    def wanted(self, standing: Standing) -> str:
        """What is to be filed so that it can be judged: 待报2021—2023年分年数; empty where no figure would do."""
        return self.words("board.wanted", wanted=standing.wanted) if standing.wanted else ""


def shared_names(standings: Iterable[Standing]) -> frozenset[str]:
    """Names that more than one of them has: their goals and periods tell them apart."""
    return frozenset(name for name, number in Counter(each.measure_name for each in standings).items() if number > 1)
