"""Views as text for a terminal."""

from collections.abc import Iterator, Sequence
from functools import partial

from kpi import views
from kpi.cli.tables import listed, table
from kpi.i18n import Texts


def status_text(view: views.StatusView, words: Texts) -> str:
    """The headline, every target in a table, and for each target counted once what stands in its way."""
    region = view.region.name(words.lang)
    told = [words("cli.demo_figures")] if view.demo else []
    told += [view.headline or words("cli.no_targets", region=region), *filter(None, [view.earlier])]
    if view.standings:
        told += ["", _standings(view.standings, words), "", *_reasons(view, words)]
    if view.values:
        told += ["", _values(view.values, words)]
    return "\n".join(told).rstrip("\n")


def preview_text(preview: views.UploadPreview, words: Texts) -> str:
    """What files were taken for, how many rows they would change, and which verdicts."""
    told = [f"{file.file}: {file.taken_for}" for file in preview.files]
    rows = words.tally({f"cli.row_{way}": count for way, count in preview.counts._asdict().items()})
    told.append(words("cli.row_changes", rows=rows or words("service.file_empty")))
    told += [words("cli.already_loaded", file=batch.file, batch=batch.batch_id) for batch in preview.already_loaded]
    told += _verdict_lines(preview, words)
    return "\n".join(told)


def _verdict_lines(preview: views.UploadPreview, words: Texts) -> list[str]:
    """A line for each verdict of the targets that new figures change; the targets the date alone changes in one line."""
    by_figures, by_date = preview.changes_by_figures, preview.changes_by_date
    told = [words("cli.verdict_changes", count=views.targets_in(by_figures))] if by_figures else []
    for verdict in by_figures:
        key = "cli.verdict_change_by_date" if verdict.date_only else "cli.verdict_change"
        told.append(words(key, target=verdict.target_id, name=verdict.name, old=verdict.old_text, new=verdict.new_text))
    if by_date:
        targets = tuple(dict.fromkeys(verdict.target_id for verdict in by_date))
        told.append(words("cli.verdict_changes_by_date", count=len(targets), targets=targets))
    return told


def alias_text(aliases: Sequence[views.AliasView], words: Texts) -> str:
    """Accepted spellings in a table."""
    return listed(views.OF_ALIASES, ("entry", "spelling", "thing", "code", "measure", "user"), aliases, words)


def profile_text(profiles: Sequence[views.ProfileView], words: Texts) -> str:
    """Saved mappings in a table."""
    return listed(views.OF_PROFILES, ("entry", "profile", "headers", "user"), profiles, words)


def history_text(view: views.HistoryView, words: Texts) -> str:
    """Every batch in a table; of a withdrawn one the note says why."""
    columns = ("batch", "kind", "file", "rows", "user", "when", "state", "note")
    register = views.Register(
        [*views.OF_BATCHES, views.TableColumn("note", lambda batch: batch.batch.withdrawal_note or batch.batch.note)]
    )
    return listed(register, columns, view.batches, words)


_STATUS = {
    "target": "id",
    "measure": "measure",
    "status": "verdict",
    "baseline": "baseline_on",
    "current": "current",
    "date": "current_date",
    "target_value": "target",
    "due": "period",
    "gap": "gap",
    "progress": "progress_pct",
    "time": "time_pct",
}
"""The columns of the status by the keys of their headings."""


def _standings(standings: Sequence[views.Standing], words: Texts) -> str:
    cells = {key: partial(views.OF_TARGETS.text, words, key=column) for key, column in _STATUS.items()}
    return table(standings, words, **cells | {"status": partial(_status, words)})


def _status(words: Texts, standing: views.Standing) -> str:
    return words("cli.status_and_lamp", status=standing.status_text, lamp=words(f"lamp.{standing.lamp}"))


def _values(figures: Sequence[views.FigureView], words: Texts) -> str:
    return table(
        figures,
        words,
        measure=lambda figure: figure.measure_name,
        current=lambda figure: figure.text,
        period=lambda figure: figure.period,
    )


def _reasons(view: views.StatusView, words: Texts) -> Iterator[str]:
    for standing in view.listed:
        if standing.full_reason:
            yield words("cli.reason", target=standing.target.target_id, name=standing.name, reason=standing.full_reason)
