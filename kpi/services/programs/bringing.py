"""From a preview to what comes of it, as the command line and programs ask for it: loaded, sent in, or refused."""

from collections.abc import Callable
from dataclasses import dataclass

from kpi.model import Action, Actor
from kpi.services.approval.ruling import goes_to_review
from kpi.services.approval.submitting import submit_files
from kpi.services.uploads import import_files
from kpi.services.workspace import Workspace
from kpi.store import ProgramAnswer
from kpi.views import UploadPreview


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of it."""

    accepted: bool
    """Whether there are no errors, and no warnings that nobody confirmed."""
    explained: bool
    """Whether a year that closed long ago is left alone, or there is a note that says why not."""
    batches: tuple[int, ...] = ()
    submission: int = 0
    """Under which it waits for another person; 0 if for nobody."""

    @property
    def ready(self) -> bool:
        """Whether it was taken: loaded, sent in, or loaded already."""
        return self.accepted and self.explained


Answering = Callable[[Brought], ProgramAnswer]
"""What a program is answered, to be kept in the transaction that does what it asked for."""


def bring_in(
    workspace: Workspace,
    actor: Actor,
    preview: UploadPreview,
    *,
    note: str = "",
    accept_warnings: bool = False,
    submission: int = 0,
    answering: Answering | None = None,
) -> Brought:
    """Loads what was previewed, or sends it in where another person has to approve it, as the next version of `submission` if
    that is given. Nothing is done where it is not ready. Errors as of `import_files` and `submit_files`; KpiError `key_used`.
    """
    workspace = workspace.admit(actor, Action.UPLOAD)
    accepted = preview.ok and (accept_warnings or not preview.warnings)
    explained = bool(note.strip() or not preview.note_needed)
    brought = Brought(accepted, explained)

    def loaded(batches: list[int]) -> ProgramAnswer | None:
        return answering(Brought(accepted, explained, tuple(batches))) if answering else None

    def sent(number: int) -> ProgramAnswer | None:
        return answering(Brought(accepted, explained, submission=number)) if answering else None

    if brought.ready and (submission or goes_to_review(workspace, actor, preview)):
        number = submit_files(
            workspace, actor, preview, note=note, accept_warnings=accept_warnings, number=submission, answering=sent
        )
        return Brought(accepted, explained, submission=number)
    if brought.ready:
        batches = import_files(workspace, actor, preview, note=note, accept_warnings=accept_warnings, answering=loaded)
        if batches:
            return Brought(accepted, explained, batches)
    if answering:
        workspace.store.keep_program_answer(answering(brought), actor=actor, at=workspace.now())
    return brought
