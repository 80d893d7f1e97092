"""Who owes what is overdue: every unit, and every place below the plan's own, with the letter and the forms that go to it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kpi.analysis import Grouping
from kpi.errors import KpiError, NotFound
from kpi.i18n import texts
from kpi.model import Action, Actor, Attachment
from kpi.report import Genre
from kpi.services.forms import due_of, form_for
from kpi.services.places import place_form
from kpi.services.reports.letters import letters_of
from kpi.services.reports.making import laid_out, report_model, safe_name
from kpi.services.reports.scope import ReportRequest, scope_of
from kpi.services.reports.series import Each, report_requests
from kpi.services.workspace import Workspace
from kpi.views import Letter, Query

LANGUAGE = "zh"
"""Letters go out in the language of the plan, whoever sends them: so that the same is known to be the same."""
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Owing:
    """One who owes."""

    unit: str
    region_code: str
    letter: Letter
    request: ReportRequest

    @property
    def key(self) -> str:
        """By which it is chosen."""
        return f"unit:{self.unit}" if self.unit else f"region:{self.region_code}"


def owing(workspace: Workspace, actor: Actor) -> tuple[tuple[Owing, ...], int]:
    """Those who owe, those with the most first; and how many overdue figures nobody answers for. NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    found = workspace.kept(("owing",), lambda: tuple(_found(workspace, actor)), large=True)
    held = sorted((one for one in found if one.unit or one.region_code), key=lambda one: -len(one.letter.figures))
    return tuple(held), sum(len(one.letter.figures) for one in found if not (one.unit or one.region_code))


def _found(workspace: Workspace, actor: Actor) -> Iterator[Owing]:
    whole = ReportRequest(Query(lang=LANGUAGE), genre=Genre.REMINDER)
    for letter in letters_of(workspace, actor, whole, scope_of(workspace, actor, whole)):
        yield Owing(letter.addressee, "", letter, replace(whole, grouping=Grouping.OWNER, group=letter.addressee))
    for request in report_requests(workspace, actor, whole, Each.REGION):
        for letter in letters_of(workspace, actor, request, scope_of(workspace, actor, request)):
            yield Owing("", request.query.region or "", letter, request)


def papers(workspace: Workspace, actor: Actor, one: Owing) -> tuple[Attachment, ...]:
    """The letter as a document, and the forms with exactly the figures that it asks for. NotAllowed."""
    workspace = workspace.admit(actor, Action.EXPORT)
    letter = laid_out(report_model(workspace, actor, one.request), "docx")
    files = [Attachment(letter.name, letter.media_type, letter.content)]
    name = safe_name(one.letter.form)
    for number, content in enumerate(_forms(workspace, actor, one), start=1):
        files.append(Attachment(f"{name}{'' if number == 1 else number}.xlsx", _XLSX, content))
    return tuple(files)


def _forms(workspace: Workspace, actor: Actor, one: Owing) -> Iterator[bytes]:
    view = scope_of(workspace, actor, one.request).view
    due = due_of(workspace, view)
    keys = (due.of_owners([one.unit]) if one.unit else due).targets
    try:
        if keys:
            yield form_for(workspace, actor, keys, "xlsx", lang=LANGUAGE)
        if one.region_code:
            yield place_form(workspace, actor, view.query, one.region_code, "xlsx", lang=LANGUAGE)
    except (KpiError, NotFound) as error:
        if error.message.key != "error.nothing_to_fill":
            raise


def sentence_of(one: Owing) -> str:
    """The letter as plain text."""
    words, letter = texts(LANGUAGE), one.letter
    rows = [
        words("remind.row", number=number, name=each.name, period=each.period, due=each.due)
        for number, each in enumerate(letter.figures, start=1)
    ]
    opening = words("remind.opening", name=letter.addressee, day=letter.on, count=len(letter.figures))
    return "\n".join([opening, *rows, words("remind.closing")])
