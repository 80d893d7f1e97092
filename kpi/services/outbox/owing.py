"""Who owes what the calendar of reporting asks for: every unit, and every place below the plan's own, with the letter and the
form that go to it. It is what 填报进度 lists, figure by figure, and of a place also what enough of the others have reported.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kpi.analysis import Grouping
from kpi.i18n import texts
from kpi.model import Action, Actor, Attachment
from kpi.report import Genre
from kpi.services.duties.calendar import duties
from kpi.services.forms import form_of
from kpi.services.places import unreported
from kpi.services.reports.making import laid_out, report_model, safe_name
from kpi.services.reports.scope import ReportRequest, report_groups
from kpi.services.workspace import Workspace
from kpi.views import (
    DueFigure,
    DutyRow,
    Letter,
    Query,
    common_figures,
    letter_to,
    letters_by_unit,
    owed_figures,
    place_form,
)

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


def owing(workspace: Workspace, actor: Actor) -> tuple[Owing, ...]:
    """Those who owe: who has most overdue first, then who owes most. NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    store = workspace.store
    key = ("owing", store.duties_version, store.approval_version)
    found = workspace.kept(key, lambda: tuple(_found(workspace, actor)), large=True)
    return tuple(sorted(found, key=lambda one: (-one.letter.late, -len(one.letter.figures))))


def _found(workspace: Workspace, actor: Actor) -> Iterator[Owing]:
    catalog, day = workspace.catalog, workspace.today
    owed = duties(workspace, actor, lang=LANGUAGE).owed
    words = texts(LANGUAGE)
    wording = workspace.wording(words)
    whole = ReportRequest(Query(lang=LANGUAGE), genre=Genre.REMINDER)
    units = report_groups(workspace, actor, Grouping.OWNER, LANGUAGE, Genre.REMINDER)
    of_units = owed_figures(wording, day, [row for row in owed if not row.below])
    for letter in letters_by_unit(of_units, day, words("page.rows_name")):
        if letter.addressee in units:
            yield Owing(letter.addressee, "", letter, replace(whole, grouping=Grouping.OWNER, group=letter.addressee))
    there: dict[str, list[DutyRow]] = {
        region.region_code: [] for region in catalog.children(catalog.plan_region.region_code) if region.active
    }
    for row in owed:
        if row.below:
            there.setdefault(row.region_code, []).append(row)
    for code, rows in there.items():
        if code in workspace.regions:
            name, common = catalog.regions[code].name(LANGUAGE), unreported(workspace, actor, whole.query, code)
            others = common_figures(wording, day, common)
            figures = (*owed_figures(wording, day, rows), *others)
            for letter in letter_to(name, figures, day, place_form(words, name, others)):
                yield Owing("", code, letter, replace(whole, query=replace(whole.query, region=code)))


def papers(workspace: Workspace, actor: Actor, one: Owing) -> tuple[Attachment, ...]:
    """The letter as a document, and the form with exactly the figures that it asks for. NotAllowed."""
    workspace = workspace.admit(actor, Action.EXPORT)
    letter = laid_out(report_model(workspace, actor, one.request), "docx")
    form = form_of(workspace, one.letter.keys, "xlsx", LANGUAGE)
    return (
        Attachment(letter.name, letter.media_type, letter.content),
        Attachment(f"{safe_name(one.letter.form)}.xlsx", _XLSX, form),
    )


def sentence_of(one: Owing) -> str:
    """The letter as plain text."""
    words, letter = texts(LANGUAGE), one.letter
    opening = words("remind.opening", name=letter.addressee, day=letter.on, told=told_of(letter))
    rows = [
        words("remind.row", number=number, name=each.name, period=each.period, told=_by_when(each))
        for number, each in enumerate(letter.figures, start=1)
    ]
    return "\n".join([opening, *rows, words("remind.closing")])


def told_of(letter: Letter) -> str:
    """How much it asks for."""
    words, owed = texts(LANGUAGE), len(letter.owed)
    if not owed:
        return words("remind.asks_common", count=letter.common)
    told = words("remind.asks_late" if letter.late else "remind.asks", count=owed, late=letter.late)
    return words("remind.asks_both", told=told, count=letter.common) if letter.common else told


def _by_when(figure: DueFigure) -> str:
    words = texts(LANGUAGE)
    if figure.deadline is None:
        return words("remind.row_common")
    return words("remind.row_late" if figure.over else "remind.row_by", day=figure.deadline, count=figure.over)
