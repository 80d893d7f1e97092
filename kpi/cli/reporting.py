"""The commands about reports: making one or many, issuing them, and the ledger of what was issued."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from kpi import services
from kpi.cli import files
from kpi.cli.arguments import WRONG_USAGE
from kpi.cli.office.templates import of_report
from kpi.cli.opening import DONE, Arguments, Command, actor_of, opened, query_of
from kpi.cli.output import answer, tell
from kpi.cli.tables import table
from kpi.errors import KpiError
from kpi.i18n import Texts
from kpi.model import FORM_TEXTS, Actor, OfficialForm
from kpi.services import (
    Comparison,
    Each,
    Genre,
    Grouping,
    IssuedView,
    OwnTemplate,
    Progress,
    ReportFile,
    ReportRequest,
    Workspace,
)
from kpi.wire import comparison_json, issued_json

_FORMAT_OF_SERIES = "docx"


def report(arguments: Arguments, words: Texts) -> int:
    """Writes a report, or one for each region, category or unit."""
    path = Path(arguments.output)
    fmt = _format(path, arguments.format, several=bool(arguments.each))
    known = services.formats_of(Genre(arguments.kind))
    if fmt not in known:
        return unknown_format(fmt, known, words)
    if (arguments.user or arguments.note) and not arguments.issue:
        tell(words("cli.only_with_issue"))
        return WRONG_USAGE
    request = _request(arguments, words)
    with opened(arguments, words) as workspace:
        actor = actor_of(arguments.user)
        number, own = of_report(workspace, actor, arguments.template, fmt, words, issued=arguments.issue)
        request = replace(request, template=number)
        request = _formed(workspace, request, arguments)
        if arguments.each:
            return _series(_Series(workspace, actor, request, Each(arguments.each), fmt, own), arguments, path, words)
        if not arguments.issue:
            return written(path, services.gap_report(workspace, actor, request, fmt, own).content, words)
        files.require_place(path)  # a report that nobody could write must not stand in the ledger
        made = services.issue_report(workspace, actor, request, [fmt], arguments.note or "")
        number = made.record.report_id
        tell(words("cli.report_issued", number=number))
        return written(path, services.issued_file(workspace, actor, number, fmt).content, words)


def _request(arguments: Arguments, words: Texts) -> ReportRequest:
    grouping, group = Grouping.PLAN, ""
    if arguments.category:
        grouping, group = Grouping.CATEGORY, arguments.category
    elif arguments.owner:
        grouping, group = Grouping.OWNER, arguments.owner
    return ReportRequest(
        query_of(arguments, words), grouping, group, Genre(arguments.kind), arguments.against, ranked=arguments.ranked
    )


def _formed(workspace: Workspace, request: ReportRequest, arguments: Arguments) -> ReportRequest:
    """The request with what is said of its form; what is not is as the plan says."""
    said = {name: text for name in FORM_TEXTS if (text := getattr(arguments, name)) is not None}
    if not said and not arguments.signed_on:
        return request
    own = services.official_form(workspace, actor_of(), request.query)
    return replace(request, form=OfficialForm.of(own.texts | said, arguments.signed_on))


class _Series(NamedTuple):
    """Which reports are asked for at once."""

    workspace: Workspace
    actor: Actor
    request: ReportRequest
    each: Each
    format: str
    own: OwnTemplate | None

    def files(self, arguments: Arguments, told: Progress, words: Texts) -> Iterator[ReportFile]:
        """The reports as files; issued first where that is asked for, all of them or none."""
        if not arguments.issue:
            yield from services.report_series(*self[:5], told, self.own)
            return
        workspace, actor, request, each, fmt, _ = self
        made = services.issue_series(workspace, actor, request, each, [fmt], arguments.note or "", told)
        numbers = [view.record.report_id for view in made]
        tell(words("cli.series_issued", count=len(made), first=numbers[0], last=numbers[-1]))
        yield from (services.issued_file(workspace, actor, number, fmt) for number in numbers)


def _series(series: _Series, arguments: Arguments, path: Path, words: Texts) -> int:
    """One report after the other into a folder, which is made if it is not there; or all of them into a zip."""

    def told(number: int, count: int, name: str) -> None:
        tell(words("cli.one_of", number=number, total=count, name=name))

    if path.suffix.lower() == ".zip":
        files.require_place(path)
    else:
        _make_folder(path)
    taken: set[str] = set()
    named = (services.named_apart(file, taken) for file in series.files(arguments, told, words))
    if path.suffix.lower() == ".zip":
        files.write(path, services.zipped(named))
    else:
        for file in named:
            files.write(path / file.name, file.content)
    tell(words("cli.series_written", number=len(taken), path=str(path)))
    return DONE


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KpiError("folder_unusable", path=str(folder)) from error


def issued(arguments: Arguments, words: Texts) -> int:
    """The ledger; one report of it against today; or a file exactly as it was issued."""
    with opened(arguments, words) as workspace:
        if arguments.number is None:
            return _ledger(services.issued_reports(workspace, actor_of()), words, as_json=arguments.json)
        if not arguments.output:
            comparison = services.compare_issued(workspace, actor_of(), arguments.number)
            answer(arguments.json, lambda: comparison_json(comparison), lambda: _comparison_text(comparison, words))
            return DONE
        path = Path(arguments.output)
        fmt = _format(path, arguments.format, several=False)
        return written(path, services.issued_file(workspace, actor_of(), arguments.number, fmt).content, words)


def _ledger(views: Sequence[IssuedView], words: Texts, *, as_json: bool) -> int:
    answer(as_json, lambda: [issued_json(view) for view in views], lambda: _ledger_text(views, words))
    return DONE


def _ledger_text(views: Sequence[IssuedView], words: Texts) -> str:
    if not views:
        return words("cli.none_issued")
    return table(
        views,
        words,
        number=lambda view: str(view.record.report_id),
        issued_at=lambda view: f"{view.issued_at:%Y-%m-%d %H:%M}",
        user=lambda view: view.record.issued_by,
        genre=lambda view: words(f"genre.{view.request.genre}"),
        title=lambda view: view.record.title,
        figures_to=lambda view: view.record.as_of.isoformat(),
        version=lambda view: str(view.record.data_version),
        formats=lambda view: " ".join(file.format for file in view.record.files),
        note=lambda view: view.record.note,
    )


def _comparison_text(comparison: Comparison, words: Texts) -> str:
    """What changed since a report was issued, in a line for each target."""
    record, lang = comparison.view.record, words.lang
    told = [
        words(
            "cli.comparison" if comparison.changed else "cli.comparison_same",
            number=record.report_id,
            day=record.as_of,
            today=comparison.today,
            changed=comparison.changed,
            total=len(comparison.rows),
        )
    ]
    told += [] if comparison.same_plan else [words("cli.other_plan")]
    told += [] if comparison.reproduced or not comparison.same_plan else [words("cli.not_reproduced")]
    if comparison.changed:
        changes = table(
            [row for row in comparison.rows if row.changed],
            words,
            measure=lambda row: row.name,
            issued_value=lambda row: row.issued_value,
            issued_status=lambda row: services.status_words(row.issued_status, lang),
            today_value=lambda row: row.today_value,
            today_status=lambda row: services.status_words(row.today_status, lang),
        )
        told.append(changes)
    return "\n".join(told)


def _format(path: Path, asked: str | None, *, several: bool) -> str:
    """The format asked for, else the one that files with this ending are of."""
    if asked or several:
        return (asked or _FORMAT_OF_SERIES).lower()
    ending = path.suffix.removeprefix(".").lower()
    return services.format_of(ending)


def unknown_format(fmt: str, known: Sequence[str], words: Texts) -> int:
    """Says which formats there are."""
    tell(words("cli.unknown_format", format=fmt, known=tuple(known)))
    return WRONG_USAGE


def written(path: Path, content: bytes, words: Texts) -> int:
    """Writes a file and says where."""
    files.write(path, content)
    tell(words("cli.written", path=str(path)))
    return DONE


REPORTS: Mapping[str, Command] = {"report": report, "issued": issued}
