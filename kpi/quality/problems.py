"""A finding as a problem at the uploaded row it comes from."""

from collections.abc import Mapping, Sequence

from kpi.model import Message, Problem, Severity
from kpi.quality.records import KnownFigures


def at_new_row(code: str, severity: Severity, figures: Sequence[KnownFigures], values: Mapping[str, object]) -> list[Problem]:
    """The problem at the first of the figures that is uploaded; none where all were there before."""
    rows = [figure.upload for figure in figures if figure.upload]
    suggestion = Message(f"suggestion.{code}")
    return [Problem(severity, code, r.file, r.sheet, r.row, "", r.printed, values, suggestion) for r in rows[:1]]
