"""Submissions in words: where each stands, who sent it when, and every step of it in one place."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kpi.i18n import Texts
from kpi.model import Sent, Stage, Step, Submission, SubmissionStep, local


@dataclass(frozen=True, slots=True)
class StepView:
    """A step in words."""

    number: int
    """Of its submission, from 1."""
    action: Step
    action_text: str
    who: str
    when: datetime
    """In Asia/Shanghai."""
    note: str
    version: int
    files: tuple[str, ...] = ()
    """Names of what was sent in, or of the marked tables that went back with it."""
    made: str = ""
    """What came of an approval."""


@dataclass(frozen=True, slots=True)
class SubmissionView:
    """A submission in words."""

    number: int
    kind: Sent
    kind_text: str
    title: str
    """The files, or the row of the plan that is to read otherwise."""
    stage: Stage
    stage_text: str
    sender: str
    sent_at: datetime
    version: int
    note: str
    """The sender's."""
    rows: int
    details: tuple[str, ...]
    """What the form of a change says besides: by which document, from when on, on what evidence."""
    steps: tuple[StepView, ...]
    is_mine: bool = False
    """Whether the reader sent any version of it: then another person has to approve it."""
    may_review: bool = False
    """Whether the reader may approve it or send it back: it waits, is all within reach, and is not the reader's own."""
    may_correct: bool = False
    may_take_back: bool = False

    @property
    def reason(self) -> str:
        """Why it was sent back last."""
        return next((step.note for step in reversed(self.steps) if step.action is Step.RETURN), "")


def submission_view(words: Texts, submission: Submission, files: Sequence[tuple[int, str]] = (), **may: bool) -> SubmissionView:
    """A submission in words; `files` by the steps that brought them."""
    sent = submission.sent
    request = json.loads(sent.request)
    return SubmissionView(
        number=submission.number,
        kind=submission.kind,
        kind_text=words(f"approval.kind_{submission.kind}"),
        title=words.listing([str(name) for name in request.get("titles", ())]),
        stage=submission.stage,
        stage_text=words(f"approval.stage_{submission.stage}"),
        sender=sent.made_by,
        sent_at=local(sent.made_at),
        version=sent.version,
        note=sent.note,
        rows=int(request.get("count", 0)),
        details=tuple(_details(words, request.get("form") or {})),
        steps=tuple(_step(words, step, files) for step in submission.steps),
        **may,
    )


_DETAILS = ("document", "effective_on", "verdict", "as_of", "evidence", "reason", "judged_by")
"""Values of forms that whoever reviews a change should see as they were written."""


def _details(words: Texts, form: Mapping[str, Any]) -> Iterator[str]:
    for name in _DETAILS:
        if value := str(form.get(name, "")):
            yield words(f"approval.form_{name}", value=words(f"status.{value}") if name == "verdict" else value)
    if "wanted" in form:
        yield words(f"page.approval_switch_{'on' if form['wanted'] else 'off'}")
    for column, text in form.get("texts", {}).items():
        yield words("approval.form_cell", name=words(f"plan_column.{column}"), value=text)


def _step(words: Texts, step: SubmissionStep, files: Sequence[tuple[int, str]]) -> StepView:
    return StepView(
        number=step.step,
        action=step.action,
        action_text=words(f"approval.step_{step.action}", version=step.version),
        who=step.made_by,
        when=local(step.made_at),
        note=step.note,
        version=step.version,
        files=tuple(file for number, file in files if number == step.step),
        made=_made(words, step),
    )


def _made(words: Texts, step: SubmissionStep) -> str:
    if step.action is not Step.APPROVE:
        return ""
    made = {Sent.FIGURES: "batches", Sent.WITHDRAW: "withdrawal"}.get(step.kind, "revision")
    return words(f"approval.made_{made}", numbers=tuple(str(number) for number in step.numbers))
