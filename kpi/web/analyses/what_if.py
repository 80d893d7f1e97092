"""Sliders of a scenario, which live in the address, and what it makes of each share."""

from math import ceil, floor, log10

import streamlit as st

from kpi.charts import marks
from kpi.model import same
from kpi.services import LEAST_GROWTH, MOST_GROWTH, Scenario
from kpi.views import OF_PATHS, InputView, ShareView, WhatIfView
from kpi.web.escape import escape
from kpi.web.markup import block
from kpi.web.session import words
from kpi.web.tables import show, told

_YEARS_AHEAD = 10
_SLIDER_GROWTH = 20.0
_WIDE, _BESIDE = 640, 420
"""Widths of pictures, alone and two beside one another."""
_UNKNOWN_RANGE = 100.0
"""Display units that a slider spans where nothing says how large the number is."""


def scenario_sliders(start: WhatIfView) -> Scenario:
    """What the sliders say; untouched ones set nothing, so that a scenario follows the figures."""
    values, growth = {}, {}
    for view in start.inputs:
        left, right = st.columns([3, 2], vertical_alignment="bottom")
        with left:
            value = _value_slider(view)
        with right:
            rate = _growth_slider(view)
        st.caption(f"{_mark(view)} {escape(view.start_text)} · {escape(view.source)}")
        known = view.given.start.value if view.given.start else 0.0
        if not same(value, known):
            values[view.given.key] = value
        if rate:
            growth[view.given.key] = rate
    until = st.slider(
        words()("page.what_if_until"),
        start.first_year,
        max(start.first_year + _YEARS_AHEAD, start.end.year),
        start.end.year,
        key="until",
        bind="query-params",
    )
    return Scenario(values, growth, None if until == start.end.year else until)


def _mark(view: InputView) -> str:
    return f":orange-badge[{words()('page.what_if_derived')}]" if view.derived else ""


def _value_slider(view: InputView) -> float:
    """The value at the start, in base units. The slider moves by the measure's last digit.

    It shows display units in every language, as the address does, so that an address means the same to every reader.
    """
    measure = view.given.measure
    scale = float(measure.display_scale)
    known = view.given.start.value / scale if view.given.start else 0.0
    step = 10.0**-measure.decimals
    shown = st.slider(
        words()("page.what_if_value", name=escape(view.name), unit=escape(words().display_unit(measure))),
        0.0,
        _top(known) if known else _UNKNOWN_RANGE,
        _known(view),
        step,
        format=f"%.{measure.decimals}f",
        key=f"value.{view.given.key}",
        bind="query-params",
    )
    untouched = abs(shown - _known(view)) < step / 2
    return known * scale if untouched else shown * scale


def _known(view: InputView) -> float:
    """What the slider of a value starts from: the figure in display units, to the measure's last digit."""
    measure = view.given.measure
    return round(view.given.start.value / float(measure.display_scale), measure.decimals) if view.given.start else 0.0


def _growth_slider(view: InputView) -> float:
    """Per cent a year."""
    return st.slider(
        words()("page.what_if_growth"),
        max(-_SLIDER_GROWTH, LEAST_GROWTH),
        min(_SLIDER_GROWTH, MOST_GROWTH),
        0.0,
        0.1,
        format="%.1f%%",
        key=f"growth.{view.given.key}",
        bind="query-params",
    )


def _top(value: float) -> float:
    """About twice the value, a round number."""
    size = 10.0 ** floor(log10(value))
    return ceil(value * 2 / size) * size


def reset_scenario(start: WhatIfView) -> None:
    """Every slider back to the figures. The address follows by itself: Streamlit lets nobody delete a slider's parameter."""
    for view in start.inputs:
        st.session_state[f"value.{view.given.key}"] = _known(view)
        st.session_state[f"growth.{view.given.key}"] = 0.0
    st.session_state["until"] = start.end.year


def answers(view: WhatIfView) -> None:
    """What the scenario makes of each share: a sentence, the numbers, a picture."""
    width = _WIDE if len(view.shares) == 1 else _BESIDE
    block("what_if", shares=[(share, marks.course(share, words(), width=width)) for share in view.shares], end=view.end_text)


def paths(share: ShareView) -> None:
    """What leads to the answer for a share, and what each path to its target takes."""
    text = words()
    st.markdown(f"**{escape(share.name)}**")
    if share.grounds:
        st.markdown(escape(text.paragraph(share.grounds)))
    if not share.paths:
        st.caption(text("page.what_if_no_target"))
        return
    show(
        share.paths,
        text("page.what_if_paths", ratio=share.name),
        **told(OF_PATHS, "path", "numerator_then"),
        more=lambda path: f"**{escape(path.more_text)}**",
        more_per_year=lambda path: escape(path.per_year_text) or text("value.none"),
    )
