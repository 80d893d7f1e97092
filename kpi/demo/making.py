"""演示数据: a database of its own with fictional figures, made and marked as such, filled the way real uploads are.

Fiction never gets near real figures: a database that exists and is not marked as a demonstration is refused.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from kpi import store
from kpi.access import OWNER
from kpi.demo.fiction import Fiction, FictionLine
from kpi.i18n import Texts, texts
from kpi.model import Actor, BatchKind
from kpi.services import Clock, UploadFile, Workspace, check_upload, import_files, open_workspace, require_file_name, utc_now

_COLUMNS = ("code", "start", "end", "region", "breakdown", "value", "unit", "note")
_BASELINE_AT = datetime(2023, 7, 3, 1, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Return:
    """What was handed in at one time: everything whose period had ended by `until`."""

    name: str
    until: date
    loaded_at: datetime


_RETURNS = (
    _Return("2023", date(2023, 12, 31), datetime(2024, 1, 19, 2, 30, tzinfo=UTC)),
    _Return("2024", date(2024, 12, 31), datetime(2025, 1, 21, 3, 15, tzinfo=UTC)),
    _Return("2025_half", date(2025, 6, 30), datetime(2025, 7, 15, 1, 40, tzinfo=UTC)),
    _Return("2025", date(2025, 12, 31), datetime(2026, 1, 20, 7, 5, tzinfo=UTC)),
)


def make_demo(database: str | Path, catalog: str | Path, *, now: Clock = utc_now, lang: str = "zh") -> tuple[int, ...]:
    """Makes a demonstration database, or completes one, and returns the ids of the batches it loaded.

    A new one gets the moments its returns would have come in at, so that “as known at” has something to show. It is made
    aside and gets its name when it is whole: whoever finds the file finds all of it.
    StoreUnusable if the database exists and is no demonstration; CatalogRefused, StoreBusy; OSError.
    """
    require_file_name(database)
    if Path(database).exists():
        return _fill(database, catalog, lang, now, fresh=False)
    with store.made_aside(Path(database), now()) as aside:
        return _fill(aside, catalog, lang, now, fresh=True)


def _fill(database: str | Path, catalog: str | Path, lang: str, now: Clock, *, fresh: bool) -> tuple[int, ...]:
    """Loads the returns that are not there. One that was taken back stays so."""
    words = texts(lang)
    actor = Actor(words("service.demo_user"), OWNER)
    workspace = open_workspace(database, catalog, now=partial(_same, _BASELINE_AT) if fresh else now, demo=True)
    try:
        if sum(batch.kind is BatchKind.UPLOAD for batch in workspace.store.batches()) >= len(_RETURNS):
            return ()
        files = demo_files(workspace, words)
        loaded: list[int] = []
        for handed_in, file in zip(_RETURNS, files, strict=True):
            workspace.now = partial(_same, handed_in.loaded_at) if fresh else now
            loaded += _load(workspace, actor, file, words)
    finally:
        workspace.close()
    return tuple(loaded)


def demo_files(workspace: Workspace, words: Texts) -> tuple[UploadFile, ...]:
    """The returns as CSV files, such as an office would hand them in."""
    lines = Fiction(workspace.catalog).lines()
    files, since = [], date.min
    for handed_in in _RETURNS:
        rows = [line for line in lines if since < line.end <= handed_in.until]
        name = words("service.demo_file", period=words(f"service.demo_{handed_in.name}"))
        files.append(UploadFile(name, _csv(rows, words)))
        since = handed_in.until
    return tuple(files)


def _load(workspace: Workspace, actor: Actor, file: UploadFile, words: Texts) -> tuple[int, ...]:
    preview = check_upload(workspace, actor, [file], lang=words.lang)
    return import_files(workspace, actor, preview, note=words("service.demo_note"), accept_warnings=True)


def _csv(lines: Iterable[FictionLine], words: Texts) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([words(f"template.{column}") for column in _COLUMNS])
    for line in lines:
        writer.writerow(
            [
                line.measure.measure_id,
                line.start or "",
                line.end,
                line.region.region_code,
                f"{line.breakdown}={line.member}" if line.breakdown else "",
                f"{(line.value / line.measure.display_scale).normalize():f}",
                line.measure.display_unit,
                words("service.demo_note"),
            ]
        )
    return text.getvalue().encode("utf-8-sig")


def _same(moment: datetime) -> datetime:
    """A clock that stands still."""
    return moment
