"""One function per command: open the plan, call one service, show what it says. What is computed is computed there."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path

from kpi import services
from kpi.cli import files
from kpi.cli.analyses import ANALYSES
from kpi.cli.arguments import DELIMITERS, FORM_FORMATS, WRONG_USAGE
from kpi.cli.comparing.changes import changes
from kpi.cli.listings import alias_text, history_text, preview_text, profile_text, status_text
from kpi.cli.office.approval import APPROVALS
from kpi.cli.office.duties import DUTIES
from kpi.cli.office.people import PEOPLE
from kpi.cli.office.remarks import REMARKS
from kpi.cli.office.reminding import REMINDING
from kpi.cli.office.templates import TEMPLATES
from kpi.cli.opening import DONE, REFUSED, Arguments, Command, actor_of, opened, query_of
from kpi.cli.output import answer, result, tell, tell_problem, tell_refusal
from kpi.cli.plans import PLANS
from kpi.cli.reporting import REPORTS, unknown_format, written
from kpi.demo import make_demo
from kpi.errors import KpiError
from kpi.i18n import Texts
from kpi.model import Actor, NamedThing
from kpi.services import Brought, FileChoices, Quarters, Role, SheetChoices, UploadFile, Workspace
from kpi.settings import SETTINGS
from kpi.views import UploadPreview
from kpi.wire import batch_json, check_json, import_json, status_json


def run(arguments: Arguments, words: Texts) -> int:
    """Runs the command asked for and returns its exit code."""
    try:
        return COMMANDS[arguments.command](arguments, words)
    except KpiError as error:
        tell_refusal(error, words, as_json=getattr(arguments, "json", False))
        return REFUSED


def status(arguments: Arguments, words: Texts) -> int:
    """Every target's assessment."""
    query = query_of(arguments, words)
    with opened(arguments, words) as workspace:
        view = services.status(workspace, actor_of(), query)
    answer(arguments.json, lambda: status_json(view), lambda: status_text(view, words))
    return DONE


def _preview(workspace: Workspace, arguments: Arguments, words: Texts, actor: Actor) -> UploadPreview:
    """What the files say and would change; every problem goes to stderr."""
    paths = [Path(name) for name in arguments.files]
    uploads = [UploadFile(files.stored_name(path), files.read(path)) for path in paths]
    choices = _choices(workspace, arguments, actor)
    preview = services.check_upload(workspace, actor, uploads, choices={"": choices}, lang=words.lang)
    for problem in preview.problems:
        tell_problem(problem, words)
    if arguments.marked:
        _write_marked(workspace, Path(arguments.marked), preview, words, actor)
    return preview


def _choices(workspace: Workspace, arguments: Arguments, actor: Actor) -> FileChoices:
    """How all the files are to be read; what is not said is found."""
    said = {Role.UNIT: arguments.unit, Role.PERIOD: arguments.period}
    around = {role: text for role, text in said.items() if text}
    sheet = services.profile_choices(workspace, actor, arguments.profile) if arguments.profile else SheetChoices()
    quarters = Quarters(arguments.quarters) or sheet.quarters
    sheet = replace(sheet, header_row=arguments.header_row, around={**sheet.around, **around}, quarters=quarters)
    return FileChoices(
        encoding=arguments.encoding,
        delimiter=DELIMITERS.get(arguments.delimiter, ""),
        sheets=tuple(arguments.sheet) if arguments.sheet else None,
        every_sheet=None if sheet == SheetChoices() else sheet,
    )


def _write_marked(workspace: Workspace, folder: Path, preview: UploadPreview, words: Texts, actor: Actor) -> None:
    """A marked copy of every faulty file, each under a name of its own."""
    taken: set[str] = set()
    for file in preview.files:
        if file.errors or file.warnings:
            stem, number = Path(file.file).stem, 2
            name = words("cli.marked_name", stem=stem)
            while name in taken:
                name, number = words("cli.marked_name", stem=f"{stem}_{number}"), number + 1
            taken.add(name)
            files.write(folder / f"{name}.xlsx", services.error_workbook(workspace, actor, preview, file.sha256))


def alias(arguments: Arguments, words: Texts) -> int:
    """Lists accepted spellings, accepts one, or removes one."""
    actor = actor_of(arguments.user)
    with opened(arguments, words) as workspace:
        if arguments.remove:
            services.remove_alias(workspace, actor, arguments.remove)
        elif arguments.spelling:
            thing = NamedThing.REGION if arguments.code in workspace.catalog.regions else NamedThing.MEASURE
            services.accept_alias(workspace, actor, thing, arguments.spelling, arguments.code)
        view = services.aliases(workspace, actor, lang=words.lang)
    result(alias_text(view, words))
    return DONE


def profile(arguments: Arguments, words: Texts) -> int:
    """Lists saved mappings, or removes one."""
    actor = actor_of(arguments.user)
    with opened(arguments, words) as workspace:
        if arguments.remove:
            services.remove_profile(workspace, actor, arguments.remove)
        view = services.profiles(workspace, actor)
    result(profile_text(view, words))
    return DONE


def check(arguments: Arguments, words: Texts) -> int:
    """What files say and what loading them would change."""
    with opened(arguments, words) as workspace:
        preview = _preview(workspace, arguments, words, actor_of())
    answer(arguments.json, lambda: check_json(preview), lambda: preview_text(preview, words))
    return DONE if preview.ok else REFUSED


def import_(arguments: Arguments, words: Texts) -> int:
    """Loads files, all or none."""
    actor = actor_of(arguments.user)
    with opened(arguments, words) as workspace:
        preview = _preview(workspace, arguments, words, actor)
        brought = services.bring_in(
            workspace,
            actor,
            preview,
            note=arguments.note,
            accept_warnings=arguments.accept_warnings,
            submission=arguments.submission or 0,
        )
    answer(arguments.json, lambda: import_json(preview, brought), lambda: preview_text(preview, words))
    tell(_outcome(preview, brought, words))
    return DONE if brought.ready else REFUSED


def _outcome(preview: UploadPreview, brought: Brought, words: Texts) -> str:
    """What became of an import."""
    if brought.submission:
        return words("cli.submitted", number=brought.submission)
    if not preview.ok:
        return words("cli.refused_errors")
    if not brought.accepted:
        return words("cli.confirm_warnings", count=len(preview.warnings))
    if not brought.explained:
        return words("cli.note_needed")
    return words("cli.loaded", batches=tuple(map(str, brought.batches))) if brought.batches else words("cli.nothing_loaded")


def history(arguments: Arguments, words: Texts) -> int:
    """All batches."""
    with opened(arguments, words) as workspace:
        view = services.history(workspace, actor_of(), lang=words.lang)
    answer(arguments.json, lambda: [batch_json(batch) for batch in view.batches], lambda: history_text(view, words))
    return DONE


def withdraw(arguments: Arguments, words: Texts) -> int:
    """Takes one batch back."""
    with opened(arguments, words) as workspace:
        services.withdraw(workspace, actor_of(arguments.user), arguments.batch, arguments.note)
    tell(words("cli.withdrawn", batch=arguments.batch))
    return DONE


def template(arguments: Arguments, words: Texts) -> int:
    """Writes a year's form."""
    path = Path(arguments.output)
    fmt = path.suffix.removeprefix(".").lower()
    if fmt not in FORM_FORMATS:
        return unknown_format(fmt, FORM_FORMATS, words)
    with opened(arguments, words) as workspace:
        content = services.template(workspace, actor_of(), arguments.year, fmt, lang=words.lang)
    return written(path, content, words)


def backup(arguments: Arguments, words: Texts) -> int:
    """Copies the database; the result is where the copy is."""
    with opened(arguments, words) as workspace:
        result(str(services.backup(workspace, actor_of(), Path(arguments.folder), key=_key(arguments))))
    return DONE


def backup_key(arguments: Arguments, words: Texts) -> int:
    """Makes a key file; the result is the public key, which is enough to make backups."""
    path = Path(arguments.output)
    text, public = services.backup_key(actor_of())
    files.write_secret(path, text.encode())
    tell(words("cli.key_made", path=str(path)))
    result(public)
    return DONE


def _key(arguments: Arguments) -> str:
    """The text of the key file that is named, if one is."""
    return files.read(Path(arguments.key_file)).decode("utf-8", "replace") if arguments.key_file else ""


def restore(arguments: Arguments, words: Texts) -> int:
    """Brings a copy back."""
    kept = services.restore(actor_of(), Path(arguments.folder), Path(arguments.database), key=_key(arguments))
    tell(words("cli.restored", path=arguments.database))
    if kept:
        tell(words("cli.kept", path=str(kept)))
    tell(words("cli.restored_people"))
    return DONE


def maintain(arguments: Arguments, words: Texts) -> int:
    """Keeps a lake in order."""
    with opened(arguments, words) as workspace:
        done = services.maintain(workspace, actor_of(arguments.user), arguments.days)
    answer(arguments.json, lambda: asdict(done), lambda: words("cli.maintained", **asdict(done)))
    return DONE


def migrate_database(arguments: Arguments, words: Texts) -> int:
    """Moves a database into a lake or out of it; the result is every table with its rows and digest."""
    tables = services.move_database(actor_of(), arguments.source, arguments.target)
    rows = sum(table.rows for table in tables)
    answer(
        arguments.json,
        lambda: [{"table": table.name, "rows": table.rows, "digest": table.digest} for table in tables],
        lambda: words("cli.moved", tables=len(tables), rows=rows),
    )
    return DONE


def verify(arguments: Arguments, words: Texts) -> int:
    """Proves the database whole."""
    with opened(arguments, words, untold=services.VERIFIED) as workspace:
        problems = services.verify(workspace, actor_of(), lang=words.lang)
        since = services.verified_since(workspace, actor_of(), lang=words.lang)
    for problem in problems:
        tell_problem(problem, words)
    if problems:
        tell(words("cli.not_whole", count=len(problems)))
        return REFUSED
    for note in since:
        tell_problem(note, words)
    partly = any(note.problem.code == "store_journal_since_begun" for note in since)
    result(words("cli.verified_partly" if partly else "cli.verified"))
    return DONE


def demo(arguments: Arguments, words: Texts) -> int:
    """Makes a database of fiction, only where one is named: it must not end up where the real figures are expected."""
    if arguments.database == next(entry.default for entry in SETTINGS if entry.name == "KPI_DATABASE"):
        tell(words("cli.demo_needs_a_place"))
        return WRONG_USAGE
    make_demo(arguments.database, arguments.catalog, lang=words.lang)
    tell(words("cli.demo_made", path=arguments.database))
    return DONE


COMMANDS: Mapping[str, Command] = {
    "status": status,
    **ANALYSES,
    "check": check,
    "import": import_,
    "alias": alias,
    "profile": profile,
    "history": history,
    "changes": changes,
    "withdraw": withdraw,
    "template": template,
    **REPORTS,
    **TEMPLATES,
    **APPROVALS,
    **REMARKS,
    **PLANS,
    **PEOPLE,
    **DUTIES,
    **REMINDING,
    "backup": backup,
    "backup-key": backup_key,
    "restore": restore,
    "migrate-database": migrate_database,
    "maintain": maintain,
    "verify": verify,
    "demo": demo,
}
