"""What is put right on the command line: the list, a remark or any other step, an instruction, and closing."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from kpi import services
from kpi.cli import files
from kpi.cli.arguments import WRONG_USAGE
from kpi.cli.opening import DONE, Arguments, Command, actor_of, opened
from kpi.cli.output import answer, tell
from kpi.cli.tables import listed
from kpi.i18n import Texts
from kpi.model import MatterEvent
from kpi.services import Draft, Query, UploadFile, Workspace
from kpi.views import OF_MATTERS, MattersView, MatterView
from kpi.wire import Json, day_text

_COLUMNS = ("matter", "matter_target_key", "matter_name", "matter_state_text", "matter_unit", "matter_person", "matter_due")


def actions(arguments: Arguments, words: Texts) -> int:
    """Every matter, the late ones first."""
    with opened(arguments, words) as workspace:
        view = services.matters(workspace, actor_of(), Query(lang=words.lang))
    answer(arguments.json, lambda: _json(view), lambda: _text(view, words))
    return DONE


def remark(arguments: Arguments, words: Texts) -> int:
    """A remark about a target, or any step of a matter."""
    return _write(arguments, words, MatterEvent(arguments.event))


def instruct(arguments: Arguments, words: Texts) -> int:
    """An instruction, which opens an action unless told not to."""
    return _write(arguments, words, MatterEvent.ADVISE if arguments.no_action else MatterEvent.INSTRUCT)


def close(arguments: Arguments, words: Texts) -> int:
    """Closes what is reported done."""
    return _write(arguments, words, MatterEvent.CLOSE)


def _write(arguments: Arguments, words: Texts, event: MatterEvent) -> int:
    target = getattr(arguments, "target", "")
    if bool(target) is bool(arguments.action):
        tell(words("cli.target_or_action"))
        return WRONG_USAGE
    with opened(arguments, words) as workspace:
        actor, draft, number = actor_of(arguments.user), _draft(arguments), arguments.action
        if target:
            number = services.begin_matter(workspace, actor, target, arguments.year, event, draft)
        else:
            services.move_matter(workspace, actor, number, event, draft, _version(workspace, number))
    tell(words("remarks.written", number=number, event=words(f"remarks.event_{event}")))
    return DONE


def _version(workspace: Workspace, number: int) -> int:
    """How many steps a matter has; nobody else can write while this command has the file."""
    view = services.matters(workspace, actor_of(), Query())
    return next((matter.version for matter in view.matters if matter.matter_id == number), 0)


def _draft(arguments: Arguments) -> Draft:
    said = {name: getattr(arguments, name, "") or "" for name in ("note", "cause", "steps", "unit", "person")}
    paths = [Path(name) for name in getattr(arguments, "evidence", None) or ()]
    brought = tuple(UploadFile(files.stored_name(path), files.read(path)) for path in paths)
    return Draft(**said, due=getattr(arguments, "due", None), files=brought)


def _text(view: MattersView, words: Texts) -> str:
    if not view.matters:
        return words("cli.no_actions")
    return "\n".join(filter(None, (view.told, listed(OF_MATTERS, _COLUMNS, view.matters, words))))


def _json(view: MattersView) -> Json:
    return {"day": day_text(view.day), "actions": [_matter(matter) for matter in view.matters], "followed": _followed(view)}


def _matter(matter: MatterView) -> Json:
    return {
        "action_id": matter.matter_id,
        "version": matter.version,
        "target_id": matter.target_id,
        "year": matter.year,
        "measure_id": matter.measure_id or None,
        "state": str(matter.state),
        "cause": matter.cause,
        "steps": matter.steps,
        "unit": matter.unit,
        "person": matter.person,
        "due": day_text(matter.due),
        "days_over": matter.days_over,
        "opened_on": day_text(matter.opened_on),
        "settled_on": day_text(matter.settled_on),
        "history": [
            {
                "event": str(step.event),
                "at": step.at.isoformat(),
                "by": step.by,
                "note": step.note,
                "evidence": step.evidence.evidence_id if step.evidence else None,
            }
            for step in matter.history
        ],
        "evidence": [{"evidence_id": file.evidence_id, "file": file.file, "sha256": file.sha256} for file in matter.evidence],
    }


def _followed(view: MattersView) -> Sequence[Json]:
    return [
        {
            "mark_id": mark.mark_id,
            "measure_id": mark.of.measure_id,
            "region_code": mark.of.region_code,
            "period": mark.period,
            "then": mark.then.text,
            "now": mark.now.text or None,
            "note": mark.note,
            "by": mark.by,
        }
        for mark in view.marks
    ]


REMARKS: Mapping[str, Command] = {"actions": actions, "remark": remark, "instruct": instruct, "close": close}
