"""So much over a window, from its first day to its last."""

from collections.abc import Iterator

from kpi.model import CUMULATIVE_WINDOW, Target, Window
from kpi.progress.rules.over_days import OverDays
from kpi.progress.rules.rule import Judged, Told, register


class CumulativeWindow(OverDays):
    """Counted over a window of its own."""

    def rows(self, target: Target) -> Iterator[Judged]:
        """The window."""
        yield Judged(None, target.window.start if target.window else None, self.end(target, None))

    def asked_over(self, target: Target) -> Window | None:
        """The window."""
        return target.window

    def period(self, target: Target, year: int | None) -> Told:
        """The window."""
        return target.window or super().period(target, year)


RULE = register(CumulativeWindow(CUMULATIVE_WINDOW))
