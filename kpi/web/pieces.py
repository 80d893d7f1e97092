"""Views into charts and figure tables: the joints between services and charts."""

from collections.abc import Sequence

import streamlit as st

from kpi import charts
from kpi.charts import BulletRow, Part, Point, YearBar
from kpi.model import Kind, PeriodType
from kpi.services import BreakdownGroup, FigureView, MeasureView, Standing
from kpi.web.escape import escape
from kpi.web.session import words
from kpi.web.tables import show

_YEARLY = frozenset({PeriodType.EACH_YEAR, PeriodType.SINGLE_YEAR})


def bullet_of(standings: Sequence[Standing]) -> None:
    """The progress of every target that has one."""
    text = words()
    rows = [
        BulletRow(
            name=each.name,
            progress_pct=each.assessment.progress_pct,
            time_pct=each.assessment.time_pct,
            lamp=each.lamp,
            status_text=each.status_text,
            hover=each.sentence,
        )
        for each in standings
        if each.assessment.progress_pct is not None
    ]
    if rows:
        alt = text(
            "page.bullet_alt", count=len(rows), items=tuple(f"{row.name} {text.percent(row.progress_pct)}" for row in rows[:12])
        )
        st.plotly_chart(charts.bullet(rows, text), key="bullet", config=charts.CONFIG, alt=alt)
    st.caption(text("page.bullet_note", shown=len(rows), rest=len(standings) - len(rows)))


def measure_chart(view: MeasureView) -> None:
    """Bars against the quota for yearly targets, else the trajectory; nothing where there is nothing to draw."""
    text = words()
    yearly = [each for each in view.standings if each.assessment.period_type in _YEARLY]
    other = [each for each in view.standings if each.assessment.period_type not in _YEARLY]
    if yearly and view.measure.kind is not Kind.MILESTONE:
        figure = charts.quota_bars(view.measure, [_year_bar(each) for each in yearly], text)
        alt = text("page.quota_alt", measure=view.measure, items=tuple(each.sentence for each in yearly))
        st.plotly_chart(figure, key="quota", config=charts.CONFIG, alt=alt)
    points = _points(view, other[0] if other else None)
    if (points or other) and view.measure.kind not in (Kind.MILESTONE, Kind.PARAMETER) and (other or not yearly):
        assessment = other[0].assessment if other else None
        figure = charts.trajectory(view.measure, points, assessment, text)
        alt = text("page.trajectory_alt", measure=view.measure, items=tuple(f"{p.label}" for p in points))
        st.plotly_chart(figure, key="trajectory", config=charts.CONFIG, alt=alt)


def _points(view: MeasureView, standing: Standing | None) -> list[Point]:
    """Figures of a day; for a sum the amount reached, since figures over different windows are no series."""
    text = words()
    assessment = standing.assessment if standing else None
    if assessment and standing and assessment.completion_pct is not None and assessment.current_date:
        source = text.listing([each.source for each in standing.figures])
        return [Point(assessment.current_date, assessment.current_value or 0, standing.current_text, source)]
    dated = [each for each in view.series if each.end and each.observation_key[-1] is not None]
    stated = [Point(each.end, each.value, f"{each.period} {each.text}", each.source) for each in dated if each.end]
    return stated + [Point(each.day, each.value, f"{each.period} {each.text}", each.source) for each in view.computed]


def _year_bar(standing: Standing) -> YearBar:
    assessment = standing.assessment
    return YearBar(
        year=assessment.year or 0,
        value=assessment.current_value,
        target=assessment.target_value,
        lamp=standing.lamp,
        status_text=standing.status_text,
        hover=standing.sentence,
    )


def part_chart(group: BreakdownGroup, number: int) -> None:
    """One breakdown, drawn as what it is and said so."""
    text = words()
    scale = float(group.measure.display_scale)
    parts = [Part(part.label, part.value / scale, part.text) for part in group.parts]
    st.markdown(f"**{escape(group.name)}** · {escape(group.period)} · {text(f'page.relation_{group.relation}')}")
    if group.relation == "partition":
        figure = charts.partition(parts, text)
    else:
        whole = Part(text("page.whole"), group.whole.value / scale, group.whole.text) if group.whole else None
        figure = charts.side_by_side(whole, parts)
    alt = text("page.parts_alt", name=group.name, items=tuple(f"{part.name} {part.text}" for part in parts))
    st.plotly_chart(figure, key=f"parts_{number}", config=charts.CONFIG, alt=alt)


def computed_table(view: MeasureView) -> None:
    """Values that no source states, with what they were worked out from."""
    text = words()
    rows = [(escape(each.period), f"**{escape(each.text)}**", escape(each.source)) for each in view.computed]
    show(rows, [text(f"page.column_{column}") for column in ("period", "value", "computed")], text("page.computed"))


def figure_table(figures: Sequence[FigureView], alt: str) -> None:
    """Figures with their period and source; what does not count any more says why."""
    text = words()
    rows = [
        (
            escape(each.period),
            escape(each.label) or text("page.whole"),
            f"**{escape(each.text)}**",
            escape(each.printed),
            escape(each.source),
            f"{each.loaded_at:%Y-%m-%d %H:%M}" if each.loaded_at else "",
            text("page.withdrawn") if each.withdrawn else escape(each.note),
        )
        for each in figures
    ]
    columns = ("period", "part", "value", "printed", "source", "loaded", "note")
    show(rows, [text(f"page.column_{column}") for column in columns], alt)
