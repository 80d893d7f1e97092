"""A preview of what was found, however many rows the files have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from kpi.i18n import texts
from kpi.ingest import Change, FileChoices, Reading
from kpi.model import Batch, Problem
from kpi.services.workspace import Workspace
from kpi.views import Known, Outcome, Query, RowCounts, UploadPreview, file_views, row_changes, word_problem


@dataclass(frozen=True)
class Asked:
    """How it is to be told, and by which figures and plans."""

    choices: Mapping[str, FileChoices]
    lang: str
    lamps: str
    data_version: int


@dataclass(frozen=True)
class Found:
    """What files say and would change."""

    readings: Sequence[Reading]
    contents: Mapping[str, bytes]
    """By sha256, as is `loaded`."""
    loaded: Mapping[str, Batch | None]
    change: Change
    problems: Sequence[Problem]
    note_needed: bool
    known: Known
    after: pd.DataFrame
    """The figures that would count, of the regions looked at."""
    coverage_after: date | None
    counted: RowCounts | None = None
    """Of one large file, whose `change` is only the first rows."""
    unjudged: frozenset[str] = frozenset()
    """Targets whose new figures were not all looked at: without them no new date may be said to move their verdicts."""


def told(workspace: Workspace, found: Found, asked: Asked) -> UploadPreview:
    """All of it in words."""
    words = texts(asked.lang)
    outcome = Outcome(found.known, found.after, found.coverage_after, Query(lamps=asked.lamps, lang=asked.lang))
    files = file_views(words, found.readings, found.loaded, found.change, found.problems)
    if found.counted:
        files = tuple(replace(file, **found.counted._asdict()) for file in files)
    return UploadPreview(
        readings=tuple(found.readings),
        contents=found.contents,
        taken_for=tuple(words.message(reading.encoding_note) for reading in found.readings),
        problems=tuple(word_problem(words, problem, workspace.catalog) for problem in found.problems),
        change=found.change,
        rows=row_changes(workspace.wording(words), found.change),
        verdict_changes=tuple(each for each in outcome.changes() if each.target_id not in found.unjudged),
        moved=outcome.moved(),
        already_loaded=tuple(batch for batch in found.loaded.values() if batch is not None),
        data_version=asked.data_version,
        lang=asked.lang,
        coverage_before=found.known.coverage,
        coverage_after=found.coverage_after,
        files=files,
        choices=asked.choices,
        note_needed=found.note_needed,
        counted=found.counted,
    )
