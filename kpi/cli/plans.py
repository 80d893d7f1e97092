"""Commands about plans as such: which there are, loading and writing out their files, asking their tables."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from kpi import services
from kpi.cli import files
from kpi.cli.arguments import REVISABLE, WRONG_USAGE
from kpi.cli.opening import DONE, REFUSED, Arguments, Command, actor_of, opened
from kpi.cli.output import answer, result, result_json, tell, tell_problem
from kpi.cli.tables import named, table
from kpi.i18n import Texts
from kpi.model import Actor, Status
from kpi.services import CheckedRevision, Query, UploadFile, Workspace
from kpi.views import FileChange, PlanLoadPreview, PlanView, RevisionView, StatusView, VerdictChange
from kpi.wire import change_json, plan_json, problem_json, status_json


def sql(arguments: Arguments, words: Texts) -> int:
    """What one statement over the plan's views returns."""
    with opened(arguments, words) as workspace:
        asked = services.ask(workspace, actor_of(), arguments.query, limited=False)
    answer(
        arguments.json,
        lambda: [dict(zip(asked.columns, map(_plain, row), strict=True)) for row in asked.rows],
        lambda: named(asked.columns, [[services.cell_text(value) for value in row] for row in asked.rows]),
    )
    return DONE


def _plain(value: object) -> object:
    """A value as JSON has it."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


_NEEDS = {
    "revise": "cli.plan_needs_target",
    "answer": "cli.plan_needs_question",
    "judge": "cli.plan_needs_target",
    "withdraw": "cli.plan_needs_revision",
}
"""What actions that are not about a plan as a whole lack."""


def plan(arguments: Arguments, words: Texts) -> int:
    """Lists plans, shows one, checks or loads a folder, writes a plan out."""
    if arguments.action == "new":
        return _new(arguments, words)
    if arguments.action != "list" and not arguments.what:
        tell(words(_NEEDS.get(arguments.action, "cli.plan_needs"), action=arguments.action))
        return WRONG_USAGE
    with opened(arguments, words) as workspace:
        return _ACTIONS[arguments.action](workspace, arguments, words)


def _list(workspace: Workspace, arguments: Arguments, words: Texts) -> int:
    plans = services.plan_list(workspace, actor_of(), lang=words.lang)
    answer(arguments.json, lambda: [plan_json(plan) for plan in plans], lambda: _plans_text(plans, words))
    return DONE


def _plans_text(plans: Sequence[PlanView], words: Texts) -> str:
    return table(
        plans,
        words,
        plan_id=lambda plan: plan.plan_id,
        plan_name=lambda plan: plan.name,
        region=lambda plan: plan.region,
        plan_measures=lambda plan: str(plan.measures),
        plan_targets=lambda plan: str(plan.targets),
        plan_lines=lambda plan: str(plan.lines),
        plan_revisions=lambda plan: str(plan.revisions),
        plan_default=lambda plan: "*" if plan.is_default else "",
    )


def _show(workspace: Workspace, arguments: Arguments, words: Texts) -> int:
    revisions = services.plan_revisions(workspace, actor_of(), arguments.what, lang=words.lang)
    view = services.status(workspace.of(arguments.what), actor_of(), Query(lang=words.lang))
    answer(
        arguments.json,
        lambda: {"plan": arguments.what, "revisions": list(map(_revision_json, revisions)), **status_json(view)},
        lambda: f"{_targets_text(view, words)}\n\n{_revisions_text(revisions, words)}",
    )
    return DONE


def _targets_text(view: StatusView, words: Texts) -> str:
    return table(
        view.counted,
        words,
        target=lambda standing: standing.target.target_id,
        measure=lambda standing: standing.measure_name,
        due=lambda standing: standing.period,
        target_value=lambda standing: standing.goal.text,
        owner=lambda standing: standing.owner,
    )


def _revisions_text(revisions: Sequence[RevisionView], words: Texts) -> str:
    return table(
        revisions,
        words,
        revision=lambda revision: str(revision.revision_id),
        revision_kind=lambda revision: revision.kind_text,
        revision_name=lambda revision: revision.name,
        document_number=lambda revision: revision.document_number,
        user=lambda revision: revision.made_by,
        when=lambda revision: f"{revision.made_at:%Y-%m-%d %H:%M}",
        state=lambda revision: revision.state_text,
        note=lambda revision: revision.note,
    )


def _check(workspace: Workspace, arguments: Arguments, words: Texts) -> int:
    brought = _brought(arguments.what)
    checked = services.check_plan(workspace, actor_of(), brought, plan_id=arguments.called, lang=words.lang)
    _tell_preview(checked.view, arguments, words)
    return DONE if checked.view.ok else REFUSED


def _brought(given: str) -> Path | list[UploadFile]:
    """A folder, or the bytes of a workbook or an archive."""
    path = Path(given)
    return path if path.is_dir() else [UploadFile(files.stored_name(path), files.read(path))]


def _load(workspace: Workspace, arguments: Arguments, words: Texts) -> int:
    actor = actor_of(arguments.user)
    checked = services.check_plan(workspace, actor, _brought(arguments.what), plan_id=arguments.called, lang=words.lang)
    revision, said = None, {"document": arguments.document, "note": arguments.note}
    if checked.view.ok and not checked.view.is_loaded:
        made = services.check_load(workspace, actor, checked, **said)
        if services.is_proposed(workspace, actor, made):
            return _proposed(workspace, actor, made, arguments, words)
    if checked.view.ok:
        revision = services.load_plan(workspace, actor, checked, **said)
    _tell_preview(checked.view, arguments, words, revision)
    if not checked.view.ok:
        tell(words("cli.plan_refused"))
        return REFUSED
    tell(words("cli.plan_loaded", plan=checked.view.plan_id, revision=revision) if revision else words("cli.plan_is_loaded"))
    return DONE


def _export(workspace: Workspace, arguments: Arguments, words: Texts) -> int:
    asked = workspace, actor_of(), arguments.what
    return _written(
        lambda: services.export_plan(*asked), lambda: services.export_workbook(*asked, lang=words.lang), arguments, words
    )


def _new(arguments: Arguments, words: Texts) -> int:
    """A plan to be filled in needs no database."""
    actor = actor_of()
    return _written(lambda: services.new_plan(actor), lambda: services.new_workbook(actor, lang=words.lang), arguments, words)


def _written(
    folder_of: Callable[[], Mapping[str, bytes]], workbook: Callable[[], bytes], arguments: Arguments, words: Texts
) -> int:
    """A plan as a folder, or as a workbook where the name of the output says so."""
    if not arguments.output:
        tell(words("cli.plan_needs_output"))
        return WRONG_USAGE
    if arguments.output.lower().endswith(".xlsx"):
        files.write(Path(arguments.output), workbook())
        tell(words("cli.plan_saved", path=arguments.output))
        return DONE
    contents = folder_of()
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
    told += [words("cli.plan_rows", file=rows.file, rows=_moved(rows, words)) for rows in view.files]
    told += [words("cli.plan_shared", row=row, plans=plans) for row, plans in view.shared]
    if not view.is_new:
        told += _judged_texts(view.judged, words)
    return "\n".join(told)


def _moved(rows: FileChange, words: Texts) -> str:
    moved = {"new": rows.new, "changed": rows.changed, "removed": rows.removed}
    return words.tally({f"cli.plan_{way}_rows": len(each) for way, each in moved.items()})


def _counts(rows: FileChange) -> dict[str, object]:
    """How many rows of a file are new, changed and gone."""
    return {"file": rows.file, "new": len(rows.new), "changed": len(rows.changed), "removed": len(rows.removed)}


def preview_json(view: PlanLoadPreview) -> dict[str, object]:
    """What loading would change."""
    return {
        "plan": view.plan_id,
        "files": [_counts(rows) for rows in view.files],
        "shared": [{"row": row, "plans": list(plans)} for row, plans in view.shared],
        "problems": [problem_json(problem) for problem in view.problems],
        "verdict_changes": [change_json(change) for change in view.judged],
    }


def _revision_json(revision: RevisionView) -> dict[str, object]:
    effective_on = revision.effective_on.isoformat() if revision.effective_on else None
    return {**asdict(revision), "made_at": revision.made_at.isoformat(), "effective_on": effective_on}


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


def _judge(workspace: Workspace, arguments: Arguments, words: Texts) -> int:
    if not arguments.verdict:
        tell(words("cli.plan_needs_verdict"))
        return WRONG_USAGE
    actor = actor_of(arguments.user)
    checked = services.check_judgement(
        workspace,
        actor,
        arguments.what,
        Status(arguments.verdict),
        reason=arguments.reason,
        evidence=arguments.evidence,
        as_of=arguments.as_of,
        lang=words.lang,
    )
    return _made(workspace, actor, checked, arguments, words)


def _made(workspace: Workspace, actor: Actor, checked: CheckedRevision, arguments: Arguments, words: Texts) -> int:
    if services.is_proposed(workspace, actor, checked):
        return _proposed(workspace, actor, checked, arguments, words)
    revision = services.make_revision(workspace, actor, checked)
    answer(
        arguments.json,
        lambda: {"revision": revision, "verdict_changes": [change_json(change) for change in checked.judged]},
        lambda: "\n".join(_judged_texts(checked.judged, words)) or words("cli.plan_no_verdicts"),
    )
    tell(words("cli.plan_revised", revision=revision))
    return DONE


def _proposed(workspace: Workspace, actor: Actor, checked: CheckedRevision, arguments: Arguments, words: Texts) -> int:
    """A change that another person has to approve."""
    number = services.propose(workspace, actor, checked)
    answer(
        arguments.json,
        lambda: {"submission": number, "verdict_changes": [change_json(change) for change in checked.judged]},
        lambda: "\n".join(_judged_texts(checked.judged, words)) or words("cli.plan_no_verdicts"),
    )
    tell(words("cli.submitted", number=number))
    return DONE


def _withdraw(workspace: Workspace, arguments: Arguments, words: Texts) -> int:
    if not arguments.what.isascii() or not arguments.what.isdigit():
        tell(words(_NEEDS[arguments.action], action=arguments.action))
        return WRONG_USAGE
    actor = actor_of(arguments.user)
    checked = services.check_withdrawal(workspace, actor, int(arguments.what), arguments.note, lang=words.lang)
    if services.is_proposed(workspace, actor, checked):
        return _proposed(workspace, actor, checked, arguments, words)
    services.make_revision(workspace, actor, checked)
    tell(words("cli.plan_withdrawn", revision=arguments.what))
    return DONE


def _judged_texts(changes: Sequence[VerdictChange], words: Texts) -> list[str]:
    key = "cli.verdict_change"
    return [words(key, target=made.target_id, name=made.name, old=made.old_text, new=made.new_text) for made in changes]


_ACTIONS: Mapping[str, Callable[[Workspace, Arguments, Texts], int]] = {
    "list": _list,
    "show": _show,
    "check": _check,
    "load": _load,
    "export": _export,
    "revise": _revise,
    "answer": _answer,
    "judge": _judge,
    "withdraw": _withdraw,
}

PLANS: Mapping[str, Command] = {"plan": plan, "sql": sql}
