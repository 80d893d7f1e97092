"""One function per command: open the plan, call one service, print what it says."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from kpi import services
from kpi.cli.arguments import FORM_FORMATS, REPORT_FORMATS
from kpi.cli.main import WrongUsage
from kpi.cli.tables import table
from kpi.errors import NotFound, UploadRefused
from kpi.i18n import Texts
from kpi.model import Actor, Severity
from kpi.services import ProblemView, Query, UploadFile, UploadPreview, Workspace
from kpi.settings import setting

Arguments = argparse.Namespace
Command = Callable[[Arguments, Texts], int]


@contextmanager
def _workspace(arguments: Arguments, words: Texts) -> Iterator[Workspace]:
    workspace = services.open_workspace(arguments.database, arguments.catalog)
    try:
        for problem in workspace.catalog.warnings:
            _tell(services.word_problem(words, problem).message)
        yield workspace
    finally:
        workspace.close()


def _actor(name: str | None = None) -> Actor:
    return Actor(name or setting("KPI_USER"))


def _tell(text: str) -> None:
    sys.stderr.write(text + "\n")


def _result(text: str) -> None:
    sys.stdout.write(text + "\n")


def _json(value: object) -> None:
    _result(json.dumps(value, ensure_ascii=False, indent=2))


def status(arguments: Arguments, words: Texts) -> int:
    """Every target's assessment."""
    known_at = arguments.known_at
    if isinstance(known_at, datetime):
        known_at = known_at if known_at.tzinfo else known_at.replace(tzinfo=services.SHANGHAI)
    elif isinstance(known_at, date):
        known_at = services.end_of_day(known_at)
    query = Query(arguments.as_of, known_at, arguments.region, arguments.lamps, words.lang)
    with _workspace(arguments, words) as workspace:
        view = services.status(workspace, _actor(), query)
    if arguments.json:
        _json(services.status_json(view))
        return 0
    columns = ("target", "name", "status", "current", "date", "wanted", "gap", "progress", "time")
    rows = [
        (
            each.target.target_id, each.name, each.status_text, each.current_text, each.current_day, each.target_text,
            each.gap_text, each.progress_text, each.time_text,
        )
        for each in view.standings
    ]  # fmt: skip
    if view.demo:
        _result(words("cli.demo_figures"))
    _result(view.headline or words("cli.no_targets", region=view.region.name(words.lang)))
    if view.earlier:
        _result(view.earlier)
    _result(table([words(f"cli.column_{column}") for column in columns], rows))
    return 0


def _read(paths: Sequence[str]) -> list[UploadFile]:
    return [UploadFile(Path(path).name, Path(path).read_bytes()) for path in paths]


def _print_problems(problems: Sequence[ProblemView], words: Texts) -> None:
    for each in problems:
        problem = each.problem
        where = [problem.file, problem.sheet]
        where += [words("cli.row", row=problem.row)] if problem.row is not None else []
        where += [problem.column] if problem.column else []
        advice = f" {each.suggestion}" if each.suggestion else ""
        _tell(f"{each.severity_text}: {' · '.join(filter(None, where))}: {each.message}{advice}")


def _print_preview(preview: UploadPreview, words: Texts) -> None:
    change = preview.change
    _result(words("cli.changes", new=len(change.new), changed=len(change.changed), unchanged=len(change.unchanged)))
    for batch in preview.already_loaded:
        _result(words("cli.already_loaded", file=batch.file, batch=batch.batch_id))
    for each in preview.verdict_changes:
        _result(words("cli.verdict_change", target=each.target_id, name=each.name, old=each.old_text, new=each.new_text))


def check(arguments: Arguments, words: Texts) -> int:
    """What files say and what loading them would change."""
    with _workspace(arguments, words) as workspace:
        preview = services.check_upload(workspace, _actor(), _read(arguments.files), lang=words.lang)
    _print_problems(preview.problems, words)
    if arguments.json:
        _json(services.check_json(preview))
    else:
        _print_preview(preview, words)
    return 0 if preview.ok else 1


def import_(arguments: Arguments, words: Texts) -> int:
    """Loads files, all or none."""
    actor = _actor(arguments.user)
    batches: tuple[int, ...] = ()
    with _workspace(arguments, words) as workspace:
        preview = services.check_upload(workspace, actor, _read(arguments.files), lang=words.lang)
        _print_problems(preview.problems, words)
        try:
            batches = services.import_files(
                workspace, actor, preview, note=arguments.note, accept_warnings=arguments.accept_warnings
            )
            refused = ""
        except UploadRefused as error:
            warned = not any(problem.severity is Severity.ERROR for problem in error.problems)
            refused = words("cli.confirm_warnings") if warned else words.message(error.message)
    if arguments.json:
        _json({**services.check_json(preview), "ok": not refused, "batches": list(batches)})
    elif not refused:
        _print_preview(preview, words)
        if batches:
            _result(words("cli.loaded", batches=", ".join(map(str, batches))))
    if refused:
        _tell(refused)
    return 1 if refused else 0


def history(arguments: Arguments, words: Texts) -> int:
    """All batches."""
    with _workspace(arguments, words) as workspace:
        view = services.history(workspace, _actor(), lang=words.lang)
    if arguments.json:
        _json([services.batch_json(each) for each in view.batches])
        return 0
    columns = ("batch", "kind", "file", "rows", "user", "when", "state", "note")
    rows = [
        (
            str(each.batch.batch_id), each.kind_text, each.batch.file, str(each.batch.rows), each.batch.user,
            f"{each.approved_at:%Y-%m-%d %H:%M}", each.state_text, each.batch.withdrawal_note or each.batch.note,
        )
        for each in view.batches
    ]  # fmt: skip
    _result(table([words(f"cli.column_{column}") for column in columns], rows))
    return 0


def withdraw(arguments: Arguments, words: Texts) -> int:
    """Takes one batch back."""
    with _workspace(arguments, words) as workspace:
        services.withdraw(workspace, _actor(arguments.user), arguments.batch, arguments.note)
    _result(words("cli.withdrawn", batch=arguments.batch))
    return 0


def _format(path: Path, asked: str | None, known: Sequence[str], words: Texts) -> str:
    fmt = (asked or path.suffix.removeprefix(".")).lower()
    if fmt not in known:
        raise WrongUsage(words("cli.unknown_format", format=fmt, known=", ".join(known)))
    return fmt


def _write(path: Path, content: bytes, words: Texts) -> int:
    path.write_bytes(content)
    _tell(words("cli.written", path=str(path)))
    return 0


def template(arguments: Arguments, words: Texts) -> int:
    """Writes a year's form."""
    path = Path(arguments.output)
    fmt = _format(path, None, FORM_FORMATS, words)
    with _workspace(arguments, words) as workspace:
        content = services.template(workspace, _actor(), arguments.year, fmt, lang=words.lang)
    return _write(path, content, words)


def report(arguments: Arguments, words: Texts) -> int:
    """Writes the gap report."""
    path = Path(arguments.output)
    fmt = _format(path, arguments.format, REPORT_FORMATS, words)
    with _workspace(arguments, words) as workspace:
        made = services.gap_report(workspace, _actor(), Query(as_of=arguments.as_of, lang=words.lang), fmt)
    return _write(path, made.content, words)


def backup(arguments: Arguments, words: Texts) -> int:
    """Copies the database."""
    with _workspace(arguments, words) as workspace:
        made = services.backup(workspace, _actor(), Path(arguments.folder))
    _result(words("cli.backed_up", path=str(made)))
    return 0


def restore(arguments: Arguments, words: Texts) -> int:
    """Brings a copy back."""
    kept = services.restore(_actor(), Path(arguments.folder), Path(arguments.database))
    _result(words("cli.restored", path=arguments.database))
    if kept:
        _tell(words("cli.kept", path=str(kept)))
    return 0


def verify(arguments: Arguments, words: Texts) -> int:
    """Proves the database whole."""
    if not Path(arguments.database).exists():
        raise NotFound("no_such_backup", path=arguments.database)
    with _workspace(arguments, words) as workspace:
        problems = services.verify(workspace, _actor(), lang=words.lang)
    _print_problems(problems, words)
    _result(words("cli.verified") if not problems else words("cli.not_whole", count=len(problems)))
    return 1 if problems else 0


def demo(arguments: Arguments, words: Texts) -> int:
    """Makes a database of fiction."""
    services.make_demo(arguments.database, arguments.catalog)
    _result(words("cli.demo_made", path=arguments.database))
    return 0


COMMANDS: Mapping[str, Command] = {
    "status": status,
    "check": check,
    "import": import_,
    "history": history,
    "withdraw": withdraw,
    "template": template,
    "report": report,
    "backup": backup,
    "restore": restore,
    "verify": verify,
    "demo": demo,
}
