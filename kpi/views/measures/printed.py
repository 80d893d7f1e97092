"""Catalogued figures in a list, those too that are not loaded, and why."""

from dataclasses import dataclass

from kpi.i18n import Texts
from kpi.model import Figure, Load
from kpi.views.comparing.vintages import vintages_of
from kpi.views.figures import FigureWording, cited, made_public, state_text


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A catalogued figure or target in a list."""

    id: str
    measure_id: str
    measure_name: str
    label: str
    printed: str
    text: str
    period: str
    loaded: str
    """Loaded, or why not."""
    reason: str = ""
    source: str = ""
    published: str = ""
    """When it was made public and in which state; empty where the plan does not say."""
    state: str = ""
    """初步, 最终 or 修订, where the source says so."""
    vintages: str = ""
    """All that was published in its place, where it was published several times."""


def printed_line(wording: FigureWording, figure: Figure) -> PrintedLine:
    """A catalogued figure in a list."""
    measure, texts = wording.catalog.measures[figure.measure_id], wording.texts
    return PrintedLine(
        id=figure.figure_id,
        measure_id=measure.measure_id,
        measure_name=measure.name(texts.lang),
        label=wording.label(figure.breakdown, figure.member),
        printed=figure.printed,
        text=texts.quantity(figure.value, measure, figure.qualifier),
        period=wording.period(figure.window_start, figure.window_end, figure.as_of),
        loaded=load_text(texts, figure.load),
        reason=figure.load_reason.in_(texts.lang),
        source=cited(texts, wording.document(figure.source_id), figure.section, figure.printed),
        published=made_public(texts, figure),
        state=state_text(texts, figure.state),
        vintages=vintages_of(wording.catalog, texts, figure.figure_id),
    )


def load_text(words: Texts, load: Load) -> str:
    """Whether a catalogued row is used, and if not why."""
    return words(f"service.load_{load}")
