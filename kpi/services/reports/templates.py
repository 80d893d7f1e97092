"""The office's own templates: what they may name, checking one, keeping it as a version of its name, taking it out of use.

Nothing that was kept is changed: a report that was issued with a version can be filled in with it again.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import PurePath
from typing import cast

from kpi import report
from kpi.access import Quota
from kpi.errors import KpiError, NotFound, TemplateRefused
from kpi.i18n import texts
from kpi.ingest import check_template
from kpi.model import Action, Actor, Message, Problem, Severity, local
from kpi.report import PlaceholderRow
from kpi.services.keeping.quotas import costly, files_read
from kpi.services.reports.making import ReportFile, report_model
from kpi.services.reports.own_layout import OwnTemplate, own_template
from kpi.services.reports.scope import ReportRequest
from kpi.services.workspace import Workspace
from kpi.store import OfficeTemplate
from kpi.views import ProblemView, Query, word_problem

_LONGEST_NAME = 60
_SAYS_THE_DAY = frozenset({"as_of", "headline", "basis"})


@dataclass(frozen=True, slots=True)
class TemplateView:
    """A version of a template as it is listed. Moments are Asia/Shanghai."""

    template: OfficeTemplate
    added_at: datetime
    removed_at: datetime | None
    state: str
    """in_use: the newest version of a name, which reports can be asked for with; superseded, or removed."""

    @property
    def in_use(self) -> bool:
        """Whether reports can be asked for with it."""
        return self.state == "in_use"


@dataclass(frozen=True, slots=True)
class TemplateCheck:
    """What is wrong with a file as a template, in words, and what it asks for."""

    kind: str
    problems: tuple[ProblemView, ...]
    uses: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether it may be kept."""
        return not any(view.problem.severity is Severity.ERROR for view in self.problems)


def placeholders(workspace: Workspace, actor: Actor, lang: str) -> tuple[PlaceholderRow, ...]:
    """Every placeholder with what stands in its place. NotAllowed."""
    workspace.admit(actor, Action.VIEW)
    return report.template_placeholders(texts(lang))


def template_example(workspace: Workspace, actor: Actor, kind: str, lang: str) -> ReportFile:
    """A template to begin with, as docx or pptx. NotFound, NotAllowed."""
    workspace.admit(actor, Action.VIEW)
    content = report.template_example(kind, lang)
    return ReportFile(texts(lang)("office.example_name", kind=kind), report.MEDIA_TYPES[kind], content)


def office_templates(workspace: Workspace, actor: Actor) -> tuple[TemplateView, ...]:
    """Every version ever kept, newest first. NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    return tuple(_views(workspace))


def _views(workspace: Workspace) -> Iterator[TemplateView]:
    newest: set[str] = set()
    for version in workspace.store.templates():
        removed_at = local(version.removed_at) if version.removed_at else None
        state = "removed" if removed_at else "superseded" if version.name in newest else "in_use"
        newest.add(version.name)
        yield TemplateView(version, local(version.added_at), removed_at, state)


def template_named(workspace: Workspace, actor: Actor, name: str) -> int:
    """The number of the version in use of a name. NotFound, NotAllowed."""
    for view in office_templates(workspace, actor):
        if view.in_use and view.template.name == name.strip():
            return view.template.template_id
    raise NotFound("no_such_template", template=name)


def check_office_template(workspace: Workspace, actor: Actor, file: str, content: bytes, lang: str = "zh") -> TemplateCheck:
    """Everything that is wrong with a file as a template; one that is right is also tried with today's figures. NotAllowed."""
    workspace = workspace.admit(actor, Action.EXPORT)
    with costly(workspace, actor, files_read([len(content)]) | {Quota.REPORTS: 1}):
        return _checked(workspace, actor, file, content, lang)


def _checked(workspace: Workspace, actor: Actor, file: str, content: bytes, lang: str) -> TemplateCheck:
    found = check_template(PurePath(file).name, content, report.template_names())
    problems, uses = list(found.problems), tuple(sorted(found.uses))
    if not problems:
        own = OwnTemplate(PurePath(file).name, found.kind, uses, content)
        problems += [*_tried(workspace, actor, own, lang), *_advised(own)]
    words = texts(lang)
    return TemplateCheck(found.kind, tuple(word_problem(words, problem) for problem in problems), uses)


def _tried(workspace: Workspace, actor: Actor, own: OwnTemplate, lang: str) -> Iterator[Problem]:
    """What goes wrong when the template is filled in with a report, and with one that has nothing to say."""
    made = report_model(workspace, actor, ReportRequest(Query(lang=lang)))
    empty = replace(made, categories=(), missing=(), figures=(), questions=(), overdue=(), yearly=(), members=(), headline="")
    for trial in (made, empty):
        try:
            own.lay_out(trial, own.kind)
        except KpiError as error:
            cause = cast("Message", error.message.values["cause"])
            yield Problem(Severity.ERROR, cause.key.removeprefix("problem."), file=own.file)
            return


def _advised(own: OwnTemplate) -> Iterator[Problem]:
    if not _SAYS_THE_DAY & set(own.uses):
        yield Problem(Severity.NOTE, "template_no_day", file=own.file, suggestion=Message("suggestion.template_no_day"))


def opened_template(workspace: Workspace, actor: Actor, file: str, content: bytes, lang: str = "zh") -> OwnTemplate:
    """A file as a template to be used at once and not kept. TemplateRefused with all that is wrong with it; NotAllowed."""
    checked = check_office_template(workspace, actor, file, content, lang)
    if not checked.ok:
        raise TemplateRefused([view.problem for view in checked.problems])
    return OwnTemplate(PurePath(file).name, checked.kind, checked.uses, content)


def add_office_template(workspace: Workspace, actor: Actor, name: str, file: str, content: bytes) -> int:
    """Keeps a file as the newest version of the template `name` and returns its number.

    Slides take the place of no document: where the name is in use for the other kind, theirs has the kind behind it.

    TemplateRefused, KpiError `template_unnamed` or `template_known`; NotAllowed.
    """
    workspace = workspace.admit(actor, Action.ADMINISTER)
    called = " ".join(name.split())[:_LONGEST_NAME]
    if not called.isprintable() or not called:
        raise KpiError("template_unnamed")
    own = opened_template(workspace, actor, file, content)
    if any(view.in_use and view.template.name == called and view.template.kind != own.kind for view in _views(workspace)):
        called = f"{called} {own.kind}"
    uses = json.dumps(own.uses)
    return workspace.store.add_template(called, own.kind, own.file, content, uses, actor=actor, at=workspace.now())


def kept_template(workspace: Workspace, actor: Actor, file: str, content: bytes) -> int:
    """The number of the version in use that a file is; one that is none becomes the newest of the file's own name.

    Errors as of `add_office_template`.
    """
    workspace = workspace.admit(actor, Action.ADMINISTER)
    digest = sha256(content).hexdigest()
    known = (view.template for view in _views(workspace) if view.in_use and view.template.sha256 == digest)
    found = next(known, None)
    return found.template_id if found else add_office_template(workspace, actor, PurePath(file).stem, file, content)


def remove_office_template(workspace: Workspace, actor: Actor, name: str) -> None:
    """Takes a template out of use; what was issued with it stays. NotFound, NotAllowed."""
    workspace = workspace.admit(actor, Action.ADMINISTER)
    workspace.store.remove_template(name, actor=actor, at=workspace.now())


def office_template_file(workspace: Workspace, actor: Actor, template_id: int) -> ReportFile:
    """A version of a template as it came. NotFound, NotAllowed."""
    workspace = workspace.admit(actor, Action.EXPORT)
    own = own_template(workspace, template_id)
    return ReportFile(own.file, report.MEDIA_TYPES[own.kind], own.content)
