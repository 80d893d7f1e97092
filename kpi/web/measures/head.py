"""The head of a measure's page: which measure, its value, how its targets stand, and its picture where that stands still.

It is one Markdown element, so that a reader has the answer before anything is loaded.
"""

from collections.abc import Mapping, Sequence

from kpi.charts import marks
from kpi.model import Measure, Status
from kpi.views import FigureView, Headline, Lanes, MeasureView, address_of
from kpi.web.address import choose
from kpi.web.blocks import shape
from kpi.web.escape import plain
from kpi.web.markup import block
from kpi.web.measures.pictures import still
from kpi.web.session import words, workspace

_RAIL = 300


def choose_measure() -> str:
    """The measure chosen: those with a target first. Empty where the plan has none."""
    measures, text = workspace().catalog.measures, words()
    options = _in_order(measures)
    if not options:
        return ""
    return choose(text("page.choose_measure"), options, "measure", lambda code: measures[code].name(text.lang))


def head(view: MeasureView) -> None:
    """The name with the measures before and after it, the value, its targets, and a still picture."""
    order = _in_order(workspace().catalog.measures)
    place = order.index(view.measure.measure_id)
    around = [order[place - 1] if place else None, order[place + 1] if place + 1 < len(order) else None]
    names = workspace().catalog.measures
    block(
        "measure",
        view=view,
        around=[(code, names[code].name(words().lang)) if code else None for code in around],
        value=_value(view),
        rows=[(row, marks.mark_of(row.standing, words(), width=_RAIL)) for row in view.headlines],
        asked=_asked(view.headlines),
        call=_call(view),
        picture=view.pictures[0],
        shape=shape,
        stills=still(view.pictures[0]),
        alike=_alike(view.measure),
        category=view.measure.category.in_(words().lang),
    )


def _in_order(measures: Mapping[str, Measure]) -> list[str]:
    """The codes of measures, those with a target first."""
    with_target = [target.measure_id for target in workspace().catalog.primary_targets]
    return list(dict.fromkeys([*with_target, *measures]))


def _value(view: MeasureView) -> tuple[str, str, bool]:
    """The value in large letters, when it is of, and whether it counts for the first target; empty where there is none."""
    text = words()
    for row in view.headlines:
        standing, day = row.standing, row.standing.assessment.current_date
        if standing.current.text and day:
            when = standing.counted_over or _when(standing.current_figures, text.day(day))
            return standing.current.text, when, True
    newest = next(iter(reversed(view.series)), None)
    if newest is None:
        return "", "", False
    outside = any(row.standing.status in (Status.NOT_COMPARABLE, Status.NOT_STARTED) for row in view.headlines)
    return newest.text, newest.period, not outside


def _call(view: MeasureView) -> str:
    """What is to be done before anything can be said, in large letters; empty where there is a value that counts."""
    picture = view.pictures[0]
    if isinstance(picture, Lanes):
        return picture.call
    counted = any(row.standing.current.text for row in view.headlines)
    return "" if counted else next((row.call for row in view.headlines if row.call), "")


def _when(figures: Sequence[FigureView], day: str) -> str:
    """The period of the one figure a value is; else the day up to which it is known."""
    return figures[0].period if len(figures) == 1 else words()("page.as_known_on", day=day)


def _asked(rows: Sequence[Headline]) -> str:
    """What an address says to ask for what is to be reported; empty where nothing is."""
    return address_of([row.standing.key for row in rows if row.call])


def _alike(measure: Measure) -> list[tuple[str, str]]:
    """The measures of the same category, in the plan's order."""
    lang, measures = words().lang, workspace().catalog.measures
    alike = [code for code in _in_order(measures) if measures[code].category.zh == measure.category.zh]
    return [(code, plain(measures[code].name(lang))) for code in alike]
