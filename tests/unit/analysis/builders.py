"""Small helpers on top of the factory of `progress`."""

from tests.unit.progress.factory import by_date, figure


def with_baseline(on, figures, value=200):
    """A target by date whose baseline is the figure of `on`, the figures, and the catalog's rows that name it."""
    (start,) = [each for each in figures if each["as_of"] == on]
    named = figure("F", start["measure_id"], start["value"], on)
    return by_date(value, measure_id=start["measure_id"], baseline_figure_id="F"), figures, [named]
