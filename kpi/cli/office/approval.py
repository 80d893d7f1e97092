"""上报、审核、发布、封账 from the command line: as the local administrator, who approves nothing of their own either."""

from collections.abc import Mapping, Sequence

from kpi import services
from kpi.cli.listings import preview_text
from kpi.cli.opening import DONE, REFUSED, Arguments, Command, actor_of, opened
from kpi.cli.output import answer, result, tell, tell_problem
from kpi.cli.tables import table
from kpi.i18n import Texts
from kpi.views import LockView, StepView, SubmissionView
from kpi.wire import check_json, moment_text


def submissions(arguments: Arguments, words: Texts) -> int:
    """What was sent in, or one submission with every step of it."""
    with opened(arguments, words) as workspace:
        actor = actor_of()
        if arguments.number:
            one = services.submission(workspace, actor, arguments.number, lang=words.lang)
            answer(arguments.json, lambda: submission_json(one), lambda: f"{_listed([one], words)}\n\n{_steps(one, words)}")
            return DONE
        views = services.submissions(workspace, actor, lang=words.lang)
    answer(arguments.json, lambda: [submission_json(view) for view in views], lambda: _listed(views, words))
    return DONE


def _listed(views: Sequence[SubmissionView], words: Texts) -> str:
    return table(
        views,
        words,
        entry=lambda view: str(view.number),
        kind=lambda view: view.kind_text,
        file=lambda view: view.title,
        rows=lambda view: str(view.rows),
        user=lambda view: view.sender,
        when=lambda view: f"{view.sent_at:%Y-%m-%d %H:%M}",
        state=lambda view: view.stage_text,
        note=lambda view: view.reason or view.note,
    )


def _steps(view: SubmissionView, words: Texts) -> str:
    return table(
        view.steps,
        words,
        entry=lambda step: str(step.number),
        state=lambda step: step.action_text,
        user=lambda step: step.who,
        when=lambda step: f"{step.when:%Y-%m-%d %H:%M}",
        note=lambda step: " ".join(filter(None, (step.note, step.made))),
    )


def submission_json(view: SubmissionView) -> dict[str, object]:
    """A submission as `submissions --json` prints it."""
    return {
        "number": view.number,
        "kind": str(view.kind),
        "title": view.title,
        "stage": str(view.stage),
        "version": view.version,
        "rows": view.rows,
        "sender": view.sender,
        "sent_at": moment_text(view.sent_at),
        "note": view.note,
        "steps": [_step_json(step) for step in view.steps],
    }


def _step_json(step: StepView) -> dict[str, object]:
    told = {"action": str(step.action), "version": step.version, "who": step.who, "when": moment_text(step.when)}
    return {**told, "note": step.note, "files": list(step.files)}


def approve(arguments: Arguments, words: Texts) -> int:
    """Checks a submission anew and approves it."""
    actor = actor_of(arguments.user)
    with opened(arguments, words) as workspace:
        reviewed = services.review(workspace, actor, arguments.number, lang=words.lang)
        for problem in (*(reviewed.preview.problems if reviewed.preview else ()), *reviewed.problems):
            tell_problem(problem, words)
        if reviewed.refused:
            tell(reviewed.refused)
        ready = reviewed.ok and (arguments.accept_warnings or not reviewed.open_warnings)
        accepted = [warning.id for warning in reviewed.open_warnings]
        made = services.approve(workspace, actor, reviewed, note=arguments.note, accepted=accepted) if ready else ()
    preview = reviewed.preview
    answer(
        arguments.json,
        lambda: {**(check_json(preview) if preview else {}), "ok": ready, "submission": arguments.number, "made": list(made)},
        lambda: preview_text(preview, words) if preview else reviewed.view.title,
    )
    key = "cli.not_approved"
    if ready:
        key = "cli.approved_batches" if preview else "cli.approved_revision"
    tell(words(key, number=arguments.number, made=tuple(map(str, made))) if ready else words(key, number=arguments.number))
    return DONE if ready else REFUSED


def send_back(arguments: Arguments, words: Texts) -> int:
    """Sends a submission back with a reason."""
    actor = actor_of(arguments.user)
    with opened(arguments, words) as workspace:
        reviewed = services.review(workspace, actor, arguments.number, lang=words.lang)
        services.send_back(workspace, actor, reviewed, arguments.note)
    tell(words("page.sent_back", number=arguments.number))
    return DONE


def publish(arguments: Arguments, words: Texts) -> int:
    """Makes the plan public as it is known now."""
    with opened(arguments, words) as workspace:
        actor = actor_of(arguments.user)
        moment = services.publish(workspace, actor, arguments.note, data_version=workspace.store.data_version)
    tell(words("page.published", moment=moment))
    return DONE


def lock(arguments: Arguments, words: Texts) -> int:
    """Locks a period; without one, the locks there are."""
    with opened(arguments, words) as workspace:
        if not arguments.period:
            result(_locks(services.period_locks(workspace, actor_of(), lang=words.lang), words))
            return DONE
        number = services.lock_period(workspace, actor_of(arguments.user), arguments.period, arguments.note)
    tell(words("page.locked", number=number, period=services.period_from(arguments.period)))
    return DONE


def _locks(locks: Sequence[LockView], words: Texts) -> str:
    return table(
        locks,
        words,
        entry=lambda lock: str(lock.number),
        period=lambda lock: lock.period,
        state=lambda lock: words("page.lock_holds") if lock.holds else lock.reopened,
        user=lambda lock: lock.who,
        when=lambda lock: f"{lock.when:%Y-%m-%d %H:%M}",
        note=lambda lock: lock.reason,
    )


def unlock(arguments: Arguments, words: Texts) -> int:
    """Reopens a locked period."""
    with opened(arguments, words) as workspace:
        services.reopen_period(workspace, actor_of(arguments.user), arguments.number, arguments.note)
    tell(words("cli.unlocked", number=arguments.number))
    return DONE


APPROVALS: Mapping[str, Command] = {
    "submissions": submissions,
    "approve": approve,
    "return": send_back,
    "publish": publish,
    "lock": lock,
    "unlock": unlock,
}
