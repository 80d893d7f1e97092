"""Commands about plans as such: which there are, loading and writing out their files, asking their tables."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from kpi import services
from kpi.cli import files
from kpi.cli.arguments import REVISABLE, WRONG_USAGE
from kpi.cli.json_forms import problem_json, status_json
from kpi.cli.opening import DONE, REFUSED, Arguments, Command, actor_of, opened
from kpi.cli.output import result, result_json, tell, tell_problem
from kpi.cli.tables import named, table
from kpi.i18n import Texts
from kpi.model import Actor
from kpi.services import CheckedRevision, Query, Workspace
from kpi.views import OF_TARGETS, JudgedChange, PlanLoadPreview, RevisionView

_REGISTERED = {"measure": "measure", "target_value": "target"}
"""Columns of targets in `plan show` that the register has, by the keys of their headings."""
_OF_REVISIONS = ("revision", "revision_kind", "revision_name", "document_number", "user", "when", "state", "note")


def sql(arguments: Arguments, words: Texts) -> int:
    """What one statement over the plan's views returns."""
    with opened(arguments, words) as workspace:
        answer = services.ask(workspace, actor_of(), arguments.query, limited=False)
    if arguments.json:
        result_json([dict(zip(answer.columns, map(_plain, row), strict=True)) for row in answer.rows])
    else:
        result(named(answer.columns, [[services.cell_text(value) for value in row] for row in answer.rows]))
    return DONE


def _plain(value: object) -> object:
    """A value as JSON has it."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def plan(arguments: Arguments, words: Texts) -> int:
    """Lists plans, shows one, checks or loads a folder, writes a plan out."""
    if arguments.action == "new":
        return _new(arguments, words)
    if arguments.action != "list" and not arguments.what:
        tell(words("cli.plan_needs", action=arguments.action))
        return WRONG_USAGE
    with opened(arguments, words) as workspace:
        return _ACTIONS[arguments.action](workspace, arguments, words)


def _list(workspace: Workspace, arguments: Arguments, words: Texts) -> int:
    views = services.plan_list(workspace, actor_of(), lang=words.lang)
    if arguments.json:
        result_json([asdict(each) for each in views])
        return DONE
    rows = [
        {
            "plan_id": each.plan_id,
            "plan_name": each.name,
            "region": each.region,
            "plan_measures": str(each.measures),
            "plan_targets": str(each.targets),
            "plan_lines": str(each.lines),
            "plan_revisions": str(each.revisions),
            "plan_default": "*" if each.is_default else "",
        }
        for each in views
    ]
    result(table(tuple(rows[0]), rows, words))
    return DONE


def _show(workspace: Workspace, arguments: Arguments, words: Texts) -> int:
    revisions = services.plan_revisions(workspace, actor_of(), arguments.what, lang=words.lang)
    workspace = workspace.of(arguments.what)
    view = services.status(workspace, actor_of(), Query(lang=words.lang))
    if arguments.json:
        result_json({"plan": arguments.what, "revisions": [_revision_json(each) for each in revisions], **status_json(view)})
        return DONE
    targets = [
        {
            "target": each.target.target_id,
            "due": each.period,
            "owner": each.target.owner or each.measure.owner,
            **{heading: OF_TARGETS.texts(words, each, column)[column] for heading, column in _REGISTERED.items()},
        }
        for each in view.counted
    ]
    result(table(("target", "measure", "due", "target_value", "owner"), targets, words))
    result("")
    result(table(_OF_REVISIONS, [_revision_row(each) for each in revisions], words))
    return DONE


def _revision_row(each: RevisionView) -> dict[str, str]:
    said = (each.kind_text, each.name, each.document_number, each.made_by, f"{each.made_at:%Y-%m-%d %H:%M}", each.state_text)
    return dict(zip(_OF_REVISIONS, (str(each.revision_id), *said, each.note), strict=True))


def _check(workspace: Workspace, arguments: Arguments, words: Texts) -> int:
    checked = services.check_plan(workspace, actor_of(), Path(arguments.what), plan_id=arguments.called, lang=words.lang)
    _tell_preview(checked.view, arguments, words)
    return DONE if checked.view.ok else REFUSED


def _load(workspace: Workspace, arguments: Arguments, words: Texts) -> int:
    actor = actor_of(arguments.user)
    checked = services.check_plan(workspace, actor, Path(arguments.what), plan_id=arguments.called, lang=words.lang)
    revision = None
    if checked.view.ok:
        revision = services.load_plan(workspace, actor, checked, document=arguments.document, note=arguments.note)
    _tell_preview(checked.view, arguments, words, revision)
    if not checked.view.ok:
        tell(words("cli.plan_refused"))
        return REFUSED
    tell(words("cli.plan_loaded", plan=checked.view.plan_id, revision=revision) if revision else words("cli.plan_is_loaded"))
    return DONE


def _export(workspace: Workspace, arguments: Arguments, words: Texts) -> int:
    if not arguments.output:
        tell(words("cli.plan_needs_output"))
        return WRONG_USAGE
    return _written(services.export_plan(workspace, actor_of(), arguments.what), arguments, words)


def _new(arguments: Arguments, words: Texts) -> int:
    """A plan to be filled in needs no database."""
    if not arguments.output:
        tell(words("cli.plan_needs_output"))
        return WRONG_USAGE
    return _written(services.new_plan(actor_of()), arguments, words)


def _written(contents: Mapping[str, bytes], arguments: Arguments, words: Texts) -> int:
    folder = files.made_folder(Path(arguments.output))
    for name, content in contents.items():
        files.write(folder / name, content)
    tell(words("cli.plan_written", path=str(folder), count=len(contents)))
    return DONE


def _tell_preview(view: PlanLoadPreview, arguments: Arguments, words: Texts, revision: int | None = None) -> None:
    for problem in view.problems:
        tell_problem(problem, words)
    if arguments.json:
        result_json({"ok": view.ok, "revision": revision, **preview_json(view)})
    elif view.ok:
        result(preview_text(view, words))


def preview_text(view: PlanLoadPreview, words: Texts) -> str:
    """Rows of each file, rows of the library that other plans read too, and verdicts that change."""
    told = [words("cli.plan_new" if view.is_new else "cli.plan_known", plan=view.plan_id)]
    told += [
        words("cli.plan_rows", file=each.file, new=each.new, changed=each.changed, removed=each.removed) for each in view.files
    ]
    told += [words("cli.plan_shared", row=row, plans=plans) for row, plans in view.shared]
    if not view.is_new:
        told += _judged_texts(view.judged, words)
    return "\n".join(told)


def preview_json(view: PlanLoadPreview) -> dict[str, object]:
    """What loading would change."""
    return {
        "plan": view.plan_id,
        "files": [asdict(each) for each in view.files],
        "shared": [{"row": row, "plans": list(plans)} for row, plans in view.shared],
        "problems": [problem_json(each) for each in view.problems],
        "verdict_changes": [_judged_json(each) for each in view.judged],
    }


def _revision_json(each: RevisionView) -> dict[str, object]:
    return {**asdict(each), "made_at": each.made_at.isoformat()}


def _revise(workspace: Workspace, arguments: Arguments, words: Texts) -> int:
    changes = {column: getattr(arguments, column) for column in REVISABLE if getattr(arguments, column) is not None}
    if not changes or not arguments.effective:
        tell(words("cli.plan_needs_change"))
        return WRONG_USAGE
    actor = actor_of(arguments.user)
    document, note = arguments.document, arguments.note
    checked = services.check_revision(
        workspace,
        actor,
        arguments.what,
        changes,
        document=document,
        effective_on=arguments.effective,
        note=note,
        lang=words.lang,
    )
    return _made(workspace, actor, checked, arguments, words)


def _answer(workspace: Workspace, arguments: Arguments, words: Texts) -> int:
    if not arguments.settled:
        tell(words("cli.plan_needs_answer"))
        return WRONG_USAGE
    actor = actor_of(arguments.user)
    document, note = arguments.document, arguments.note
    checked = services.check_answer(
        workspace, actor, arguments.what, arguments.settled, document=document, note=note, lang=words.lang
    )
    return _made(workspace, actor, checked, arguments, words)


def _made(workspace: Workspace, actor: Actor, checked: CheckedRevision, arguments: Arguments, words: Texts) -> int:
    revision = services.make_revision(workspace, actor, checked)
    if arguments.json:
        result_json({"revision": revision, "verdict_changes": [_judged_json(each) for each in checked.judged]})
    else:
        result("\n".join(_judged_texts(checked.judged, words)) or words("cli.plan_no_verdicts"))
    tell(words("cli.plan_revised", revision=revision))
    return DONE


def _withdraw(workspace: Workspace, arguments: Arguments, words: Texts) -> int:
    if not arguments.what.isascii() or not arguments.what.isdigit():
        tell(words("cli.plan_needs", action=arguments.action))
        return WRONG_USAGE
    services.withdraw_revision(workspace, actor_of(arguments.user), int(arguments.what), arguments.note)
    tell(words("cli.plan_withdrawn", revision=arguments.what))
    return DONE


def _judged_texts(changes: Sequence[JudgedChange], words: Texts) -> list[str]:
    return [
        words("cli.verdict_change", target=each.target_id, name=each.name, old=each.old_text, new=each.new_text)
        for each in changes
    ]


def _judged_json(each: JudgedChange) -> dict[str, object]:
    old, new = each.old and str(each.old), each.new and str(each.new)
    return {"target_id": each.target_id, "year": each.year, "from": old, "to": new}


_ACTIONS: Mapping[str, Callable[[Workspace, Arguments, Texts], int]] = {
    "list": _list,
    "show": _show,
    "check": _check,
    "load": _load,
    "export": _export,
    "revise": _revise,
    "answer": _answer,
    "withdraw": _withdraw,
}

PLANS: Mapping[str, Command] = {"plan": plan, "sql": sql}
