"""上报: what is sent in is kept whole with how it was meant, and changes nothing until another person approves it."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from kpi import ingest
from kpi.access import Quota, most_of
from kpi.errors import KpiError, NotAllowed, NotFound, QuotaSpent
from kpi.i18n import texts
from kpi.model import Action, Actor, Place, Sent, Step, Submission, SubmissionStep
from kpi.services.approval.ruling import places_of, places_to_review, reaches, written
from kpi.services.keeping.quotas import note_spent
from kpi.services.plans.proposing import CheckedRevision, waits_in
from kpi.services.plans.revising import require_sharing
from kpi.services.uploads import batches_of, require_reach
from kpi.services.workspace import Workspace
from kpi.store import KeptFile, ProgramAnswer, Seen, Sending
from kpi.views import SubmissionView, UploadPreview, submission_view


@dataclass(frozen=True, slots=True)
class Asked:
    """What was sent in, as it is kept with a submission."""

    titles: tuple[str, ...]
    """The files, or the row of the plan."""
    count: int
    """Of rows."""
    accepted: tuple[str, ...] = ()
    """Ids of the warnings that the sender confirmed."""
    choices: str = "{}"
    """JSON: how files are to be read."""
    form: Mapping[str, object] | None = None
    """The values of a form."""
    figures: tuple[tuple[str, str], ...] = ()
    """The measures and regions of the rows of files, by which other plans know that it is theirs as well."""

    @property
    def text(self) -> str:
        """As JSON."""
        return json.dumps({name: getattr(self, name) for name in self.__dataclass_fields__}, ensure_ascii=False)

    @classmethod
    def of(cls, text: str) -> "Asked":
        """From its JSON."""
        kept = json.loads(text)
        figures = tuple((measure, region) for measure, region in kept.get("figures", ()))
        return cls(tuple(kept["titles"]), kept["count"], tuple(kept["accepted"]), kept["choices"], kept["form"], figures)


def submit_files(
    workspace: Workspace,
    actor: Actor,
    preview: UploadPreview,
    *,
    note: str = "",
    accept_warnings: bool = False,
    accepted: Collection[str] = (),
    number: int = 0,
    answering: Callable[[int], ProgramAnswer | None] | None = None,
) -> int:
    """Sends in what was previewed, as a new submission or the next version of `number`, and returns its number.

    Errors as of `import_files`; NotFound; KpiError `nothing_new` where every file is loaded already, `submission_moved`,
    `submission_waits`.
    """
    workspace = workspace.admit(actor, Action.UPLOAD)
    require_reach(workspace, actor, preview)
    kept = written(note)
    confirmed = {warning.id for warning in preview.warnings} if accept_warnings else set(accepted)
    batches = batches_of(preview, kept, accepted=confirmed)
    if not batches:
        raise KpiError("nothing_new")
    sent = {batch.sha256 for batch in batches}
    subjects = (subject for reading in preview.readings if reading.sha256 in sent for subject in reading.subjects)
    asked = Asked(
        tuple(batch.file for batch in batches),
        sum(batch.count for batch in batches),
        tuple(sorted(confirmed)),
        ingest.choices_text(preview.choices),
        figures=tuple(dict.fromkeys(subjects)),
    )
    files = [KeptFile(batch.file, batch.sha256, batch.content) for batch in batches]
    places = places_of(workspace.plan_id, workspace.whole_catalog, asked.figures)
    sending = Sending(workspace.plan_id, Sent.FIGURES, asked.text, places_text(places), kept, files)
    return _send(workspace, actor, sending, number, answering)


def propose(workspace: Workspace, actor: Actor, checked: CheckedRevision, *, number: int = 0) -> int:
    """Sends in a change of the plan that was checked, in the plan in which it waits, and returns the number of its submission.

    Errors as of `submit_files`; KpiError `not_proposable`.
    """
    workspace = workspace.admit(actor, Action.ADMINISTER)
    require_sharing(workspace, actor, checked)
    said = checked.asked
    if said is None:
        raise KpiError("not_proposable")
    workspace = workspace.of(waits_in(workspace, checked) or workspace.plan_id).admit(actor, Action.ADMINISTER)
    rows = len(checked.new.change.rows)
    asked = Asked((_title(workspace, checked),), rows, form=said.values)
    places = places_text([Place.whole(workspace.plan_id)])
    sending = Sending(workspace.plan_id, said.kind, asked.text, places, written(checked.new.note), said.files)
    return _send(workspace, actor, sending, number)


def _title(workspace: Workspace, checked: CheckedRevision) -> str:
    """What a change is of, with its name where that is a target."""
    name = checked.new.name
    if checked.asked and checked.asked.kind in (Sent.FORM, Sent.APPROVAL):
        return workspace.catalog.plan_name("zh")
    if checked.taken_back:
        return f"{checked.taken_back} {name}"
    target = workspace.catalog.targets.get(name)
    return f"{name} {workspace.catalog.measures[target.measure_id].name_zh}" if target else name


def _send(
    workspace: Workspace,
    actor: Actor,
    sending: Sending,
    number: int,
    answering: Callable[[int], ProgramAnswer | None] | None = None,
) -> int:
    seen = None
    if number:
        before = found(workspace, actor, number)
        if before.kind is not sending.kind or before.plan_id != sending.plan_id:
            raise KpiError("submission_other", number=number)
        if not _may_correct(workspace, before, actor):
            workspace.refuse(actor, Action.UPLOAD, f"submission {number}")
            raise NotAllowed("not_allowed", actor=actor.name, action=str(Action.UPLOAD))
        seen = Seen(number, before.last.step)
    most = most_of(Quota.WAITING) if actor.user_id else None
    try:
        return workspace.store.submit(sending, seen, actor=actor, at=workspace.now(), most=most, answering=answering)
    except QuotaSpent as refused:
        note_spent(workspace, actor, refused)
        raise


def take_back(workspace: Workspace, actor: Actor, number: int, note: str = "", *, step: int | None = None) -> None:
    """Ends one's own submission. NotFound, NotAllowed; KpiError `not_own_submission`, `submission_moved`.

    `step` is the last one that was seen.
    """
    workspace = workspace.admit(actor, Action.VIEW)
    submission = found(workspace, actor, number)
    if not submission.sent_by(actor):
        workspace.refuse(actor, "take_back", f"submission {number}")
        raise KpiError("not_own_submission", number=number)
    seen = Seen(number, submission.last.step if step is None else step)
    workspace.store.take_back(seen, written(note), actor=actor, at=workspace.now())


def submissions(workspace: Workspace, actor: Actor, *, lang: str = "zh") -> tuple[SubmissionView, ...]:
    """What was sent in under the plan, or under another one that has figures in common with it, and concerns the actor: their
    own, and all within their reach. NotAllowed.
    """
    workspace = workspace.admit(actor, Action.VIEW)
    _require_at_work(workspace, actor)
    own = (each for each in workspace.store.submissions() if waits_here(workspace, each) and _concerns(workspace, each, actor))
    return tuple(_view(workspace, actor, each, lang, whole=False) for each in own)


def submission(workspace: Workspace, actor: Actor, number: int, *, lang: str = "zh") -> SubmissionView:
    """One of them. NotFound, also where it concerns somebody else; NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    return _view(workspace, actor, found(workspace, actor, number), lang, whole=True)


def submission_file(workspace: Workspace, actor: Actor, number: int, step: int, file: str) -> bytes:
    """A file that a step sent in, or a marked table that went back with it. NotFound, NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    steps = {each.step: each for each in found(workspace, actor, number).steps}
    for kept in _files(workspace, steps[step]) if step in steps else ():
        if kept.file == file:
            return kept.content
    raise NotFound("no_such_file")


def _files(workspace: Workspace, step: SubmissionStep) -> list[KeptFile]:
    """What a step brought."""
    if step.action is Step.SUBMIT:
        return workspace.store.submitted_files(step.submission_id, step.version)
    return workspace.store.returned_files(step.submission_id, step.step) if step.action is Step.RETURN else []


def found(workspace: Workspace, actor: Actor, number: int) -> Submission:
    """A submission of the plan that concerns the actor. NotFound, NotAllowed."""
    _require_at_work(workspace, actor)
    for each in workspace.store.submissions():
        if each.number == number and waits_here(workspace, each) and _concerns(workspace, each, actor):
            return each
    raise NotFound("no_such_submission", number=number)


def places_text(places: Iterable[Place]) -> str:
    """Places as JSON."""
    return json.dumps([[sorted(place.units or ()), place.region or ""] for place in places], ensure_ascii=False)


def waits_here(workspace: Workspace, submission: Submission) -> bool:
    """Whether it is the plan's: sent in under it, or with figures of its own where the plan waits for approval."""
    if submission.plan_id == workspace.plan_id:
        return True
    catalog = workspace.whole_catalog
    if submission.kind is not Sent.FIGURES or not catalog.approval:
        return False
    return any(measure in catalog.measures for measure, _ in Asked.of(submission.sent.request).figures)


def places_from(workspace: Workspace, submission: Submission) -> tuple[Place, ...]:
    """Where what was sent belongs in the plan looked at."""
    if submission.plan_id != workspace.plan_id:
        measures = workspace.whole_catalog.measures
        own = (pair for pair in Asked.of(submission.sent.request).figures if pair[0] in measures)
        return places_of(workspace.plan_id, workspace.whole_catalog, own)
    pairs = json.loads(submission.sent.places)
    return tuple(Place(submission.plan_id, frozenset(units), region) for units, region in pairs)


def _require_at_work(workspace: Workspace, actor: Actor) -> None:
    """NotAllowed for who sees only what is published: a submission is not."""
    if not workspace.works(actor):
        workspace.refuse(actor, Action.REVIEW)
        raise NotAllowed("not_allowed", actor=actor.name, action=str(Action.REVIEW))


def _concerns(workspace: Workspace, submission: Submission, actor: Actor) -> bool:
    """Whether it is the actor's own, or all of it is within reach of their work."""
    places = places_from(workspace, submission)
    at_work = (Action.REVIEW, Action.UPLOAD, Action.PUBLISH, Action.ADMINISTER, Action.AUDIT)
    return submission.sent_by(actor) or any(reaches(actor, action, places) for action in at_work)


def _may_correct(workspace: Workspace, submission: Submission, actor: Actor) -> bool:
    """From the plan that it was sent in under."""
    if submission.plan_id != workspace.plan_id:
        return False
    action = Action.UPLOAD if submission.kind is Sent.FIGURES else Action.ADMINISTER
    return submission.sent_by(actor) or reaches(actor, action, places_from(workspace, submission))


def _may_decide(workspace: Workspace, submission: Submission, actor: Actor) -> bool:
    figures = Asked.of(submission.sent.request).figures if submission.kind is Sent.FIGURES else ()
    wanted = places_to_review(workspace, submission.plan_id, figures) or places_from(workspace, submission)
    return reaches(actor, Action.REVIEW, wanted)


def _view(workspace: Workspace, actor: Actor, submission: Submission, lang: str, *, whole: bool) -> SubmissionView:
    """A submission in words; the `whole` of it with the names of its files."""
    mine = submission.sent_by(actor)
    return submission_view(
        texts(lang),
        submission,
        workspace.store.submission_file_names(submission.number) if whole else (),
        is_mine=mine,
        may_review=submission.allows(Step.APPROVE) and not mine and _may_decide(workspace, submission, actor),
        may_correct=submission.allows(Step.SUBMIT) and _may_correct(workspace, submission, actor),
        may_take_back=submission.allows(Step.TAKE_BACK) and mine,
    )
