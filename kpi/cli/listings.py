"""Views as text for a terminal."""

from collections.abc import Iterator, Sequence

from kpi.cli.tables import table
from kpi.i18n import Texts
from kpi.views import (
    OF_TARGETS,
    AliasView,
    BatchView,
    HistoryView,
    ProfileView,
    Standing,
    StatusView,
    UploadPreview,
    targets_in,
)


def status_text(view: StatusView, words: Texts) -> str:
    """The headline, every target in a table, and for each target counted once what stands in its way."""
    region = view.region.name(words.lang)
    told = [words("cli.demo_figures")] if view.demo else []
    told += [view.headline or words("cli.no_targets", region=region), *filter(None, [view.earlier])]
    if view.standings:
        told += ["", _standings(view.standings, words), "", *_reasons(view, words)]
    if view.values:
        columns = ("measure", "current", "period")
        told += ["", table(columns, [(each.measure_name, each.text, each.period) for each in view.values], words)]
    return "\n".join(told).rstrip("\n")


def preview_text(preview: UploadPreview, words: Texts) -> str:
    """What files were taken for, how many rows they would change, and which verdicts."""
    told = [f"{each.file}: {each.taken_for}" for each in preview.files]
    change = preview.change
    told.append(words("cli.changes", new=len(change.new), changed=len(change.changed), unchanged=len(change.unchanged)))
    told += [words("cli.already_loaded", file=batch.file, batch=batch.batch_id) for batch in preview.already_loaded]
    told += _verdict_lines(preview, words)
    return "\n".join(told)


def _verdict_lines(preview: UploadPreview, words: Texts) -> list[str]:
    """A line for each verdict of the targets that new figures change; the targets the date alone changes in one line."""
    by_figures, by_date = preview.changes_by_figures, preview.changes_by_date
    told = [words("cli.verdict_changes", count=targets_in(by_figures))] if by_figures else []
    for each in by_figures:
        key = "cli.verdict_change_by_date" if each.date_only else "cli.verdict_change"
        told.append(words(key, target=each.target_id, name=each.name, old=each.old_text, new=each.new_text))
    if by_date:
        targets = tuple(dict.fromkeys(each.target_id for each in by_date))
        told.append(words("cli.verdict_changes_by_date", count=len(targets), targets=targets))
    return told


def alias_text(views: Sequence[AliasView], words: Texts) -> str:
    """Accepted spellings in a table."""
    rows = [(str(each.alias_id), each.spelling, each.thing_text, each.code, each.name, each.accepted_by) for each in views]
    return table(("entry", "spelling", "thing", "code", "measure", "user"), rows, words)


def profile_text(views: Sequence[ProfileView], words: Texts) -> str:
    """Saved mappings in a table."""
    rows = [(str(each.profile_id), each.name, " | ".join(each.headers), each.saved_by) for each in views]
    return table(("entry", "profile", "headers", "user"), rows, words)


def history_text(view: HistoryView, words: Texts) -> str:
    """Every batch in a table."""
    columns = ("batch", "kind", "file", "rows", "user", "when", "state", "note")
    return table(columns, [_batch_row(each) for each in view.batches], words)


def _batch_row(each: BatchView) -> tuple[str, ...]:
    batch = each.batch
    return (
        str(batch.batch_id),
        each.kind_text,
        batch.file,
        str(batch.rows),
        batch.user,
        f"{each.approved_at:%Y-%m-%d %H:%M}",
        each.state_text,
        batch.withdrawal_note or batch.note,
    )


_STATUS = {
    "target": "id",
    "measure": "measure",
    "status": "verdict",
    "baseline": "baseline_on",
    "current": "current",
    "date": "current_day",
    "target_value": "target",
    "due": "period",
    "gap": "gap",
    "progress": "progress_pct",
    "time": "time_pct",
}
"""The columns of the status by the keys of their headings."""


def _standings(standings: Sequence[Standing], words: Texts) -> str:
    return table(tuple(_STATUS), [[_cell(each, column, words) for column in _STATUS.values()] for each in standings], words)


def _cell(standing: Standing, column: str, words: Texts) -> str:
    if column == "verdict":
        return words("cli.status_and_lamp", status=standing.status_text, lamp=words(f"lamp.{standing.lamp}"))
    return OF_TARGETS.text(words, standing, column)


def _reasons(view: StatusView, words: Texts) -> Iterator[str]:
    for each in view.listed:
        if each.full_reason:
            yield words("cli.reason", target=each.target.target_id, name=each.name, reason=each.full_reason)
