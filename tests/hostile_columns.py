"""A database in which every text column that somebody can write holds every one of the injection strings, or the sentence with
which it was refused: a plan each file of which has a row for each of them, and all that can be done beside it, done by somebody
who is called so. What needs people who sign in is in `hostile_people`.
"""

import csv
import io
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import openpyxl
import pytest

from kpi import services
from kpi.catalog import load_catalog
from kpi.errors import CatalogRefused, KpiError
from kpi.ingest import ColumnChoice, FileChoices, Role, SheetChoices
from kpi.model import Actor, MatterEvent, NamedThing, Status, ValueOf
from kpi.services import Draft, DutyRule, Frequency, Query, ReportRequest, UploadFile, Workspace
from kpi.services.outbox import messages
from kpi.services.reports import templates
from tests.databases import TINY
from tests.hostile_people import STRINGS, UNIT
from tests.unit.services.conftest import Clock

FREE = {
    "units.csv": "name_zh name_en name_en_one spellings other",
    "measures.csv": "name_zh name_en category category_en definition definition_en doubt doubt_en source aliases owner "
    "co_owners other",
    "regions.csv": "name_zh name_en type type_en aliases note note_en other",
    "targets.csv": "source owner co_owners load_reason load_reason_en section printed document_number note note_en other",
    "figures.csv": "source load_reason load_reason_en section printed note note_en other",
    "breakdowns.csv": "name_zh name_en breakdown_zh breakdown_en other",
    "identities.csv": "note note_en other",
    "sources.csv": "title number issuer type other",
    "breaks.csv": "note other",
    "lamps.csv": "name_zh name_en note_zh note_en other",
    "questions.csv": "text_zh text_en other",
    "plan.csv": "name_zh name_en document_number issuer addressee signatory annex_note copy_to other",
}
"""The columns of a plan's files that people write as they like; what is called `other` here is a column of their own."""
KEYS = {
    "units.csv": ("unit",),
    "measures.csv": ("measure_id",),
    "regions.csv": ("region_code",),
    "targets.csv": ("target_id",),
    "figures.csv": ("figure_id",),
    "breakdowns.csv": ("member",),
    "identities.csv": ("identity_id",),
    "sources.csv": ("source_id",),
    "breaks.csv": ("date",),
    "lamps.csv": ("scheme",),
    "questions.csv": ("question_id",),
}
FIRST = {
    "identities.csv": {"kind": "context", "expression": "", "tolerance": "", "severity": "warning"},
    "breaks.csv": {"measure_id": "landfill_daily"},
    "lamps.csv": {"status": "met", "lead_from": "", "lead_below": "", "lamp": "green"},
    "targets.csv": {"load": "duplicate", "weight": ""},
    "regions.csv": {"in_partition": "no", "parent_code": "990100"},
    "plan.csv": {},
}
"""What a row for one of the texts says otherwise than the first row of the file."""


NOT_IN_WORKBOOKS = {"terminal"}
"""What no cell of one can hold."""
_VALUES = count(9000)
"""Each upload says something new."""


@dataclass
class Columns:
    """What was written where."""

    folder: Path
    refused: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    """By field and string, the code of what it was refused with."""

    def refuse(self, where: tuple[str, str], kind: str, code: str) -> None:
        """Somebody was told no."""
        self.refused.setdefault(where, {})[kind] = code

    def attempt(self, where: tuple[str, str], kind: str, write: Callable[[], object]) -> bool:
        """Writes one of them; whether it was taken."""
        try:
            write()
        except KpiError as error:
            self.refuse(where, kind, error.message.key)
            return False
        return True


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)


def _own_row(name: str, like: dict[str, str], number: int) -> dict[str, str]:
    """A row for a string, with a key of its own, which is otherwise as the first of its file."""
    keys = {column: date(1990, 1, number + 1).isoformat() if column == "date" else f"h{number}" for column in KEYS[name]}
    if name == "figures.csv":
        keys["measure_id"] = f"h{number}"
    if name == "regions.csv":
        keys = {"region_code": str(990200 + number)}
    return {**like, **FIRST.get(name, {}), **keys}


def hostile_files(folder: Path, filled: Columns) -> None:
    """The tiny plan with a row for each string in every file, all free cells of which hold it, as far as it is not refused."""
    shutil.copytree(TINY, folder)
    tables = {name: _rows(folder / name) for name in FREE}
    judged = {"target_id": "HJ", "period_type": "ambiguous", "deadline": "", "baseline_figure_id": "", "weight": ""}
    tables["targets.csv"].append({**tables["targets.csv"][0], **judged})
    first = {name: len(rows) + 2 for name, rows in tables.items()}
    places: dict[tuple[str, int], tuple[dict[str, str], str]] = {}
    for name, rows in tables.items():
        for number, (kind, text) in enumerate(STRINGS.items()):
            if name == "plan.csv":
                continue
            like = rows[0] if rows else {}
            row = _own_row(name, like, number)
            row.update(dict.fromkeys(FREE[name].split(), text))
            rows.append(row)
            places[name, len(rows) + 1] = row, kind
    for _ in range(9):
        for name, rows in tables.items():
            _write(folder / name, rows)
        try:
            load_catalog(folder)
        except CatalogRefused as refused:
            for problem in refused.problems:
                of_file = problem.row is None
                row, kind = places[
                    problem.file, list(STRINGS).index("terminal") + first[problem.file] if of_file else problem.row
                ]
                for column in FREE[problem.file].split() if of_file else [problem.column]:
                    filled.refuse((problem.file, column), kind, problem.code)
                    row[column] = "甲"
        else:
            return
    raise AssertionError("a plan that is refused over and over")


def hostile_columns(folder: Path) -> Columns:
    """The database, filled and closed, beside its plan."""
    filled = Columns(folder)
    plan, clock = folder / "plan", Clock()
    hostile_files(plan, filled)
    opened = services.open_workspace(folder / "kpi.duckdb", plan, now=clock)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(templates, "_tried", lambda *_, **__: ())  # whether a report can be laid out by it
        patch.setattr(messages, "papers", lambda *_: ())
        for number, (kind, text) in enumerate(STRINGS.items()):
            clock.wind(days=1)
            by = Actor(text, services.OWNER)
            _of_files(opened, by, filled, number, kind)
            _of_readings(opened, by, filled, number, kind)
            _of_work(opened, by, filled, number, kind)
            _of_the_plan(opened, by, filled, number, kind, plan)
    opened.close()
    return filled


def _of_files(here: Workspace, by: Actor, filled: Columns, number: int, kind: str) -> None:
    """A file that is loaded and withdrawn, a document, a template, a report that is issued."""
    text = STRINGS[kind]

    def loaded(said: dict[str, str]) -> None:
        figure = ["volunteers_trained", str(2023 + number % 2), str(next(_VALUES)), "人次", said["cell"]]
        rows = [["指标代码", "年份", "数值", "单位", "备注"], figure]
        file = UploadFile(f"{said['file']}.csv", _table(rows))
        if kind not in NOT_IN_WORKBOOKS:
            file = UploadFile(f"{said['file']}.xlsx", _workbook(rows, said["sheet"]))
        services.import_files(here, by, services.check_upload(here, by, [file]), note=said["note"], accept_warnings=True)

    _together(filled, "batches", kind, {"file": text, "note": text, "cell": text, "sheet": text}, loaded)
    if not filled.attempt(("batches", "withdrawal_note"), kind, lambda: services.withdraw(here, by, max(here.batches), text)):
        services.withdraw(here, by, max(here.batches), "好")
    filled.attempt(
        ("documents", "file"),
        kind,
        lambda: services.attach_document(here, by, "plan", f"{text}.txt", f"{kind}\n{text}".encode()),
    )
    filled.attempt(
        ("documents", "text"), kind, lambda: services.attach_document(here, by, "plan", f"{kind}.txt", text.encode())
    )
    services.remove_document(here, by, services.attach_document(here, by, "plan", f"{kind}.txt", b"a"))
    example = services.template_example(here, by, "docx", "zh").content
    filled.attempt(
        ("office_templates", "name"), kind, lambda: services.add_office_template(here, by, text, f"{kind}.docx", example)
    )
    filled.attempt(
        ("office_templates", "file"), kind, lambda: services.add_office_template(here, by, kind, f"{text}.docx", example)
    )
    services.remove_office_template(here, by, kind)
    filled.attempt(
        ("issued_reports", "note"), kind, lambda: services.issue_report(here, by, ReportRequest(Query()), ["csv"], text)
    )


def _together(filled: Columns, table: str, kind: str, told: dict[str, str], write: Callable[[dict[str, str]], object]) -> None:
    """Several fields at once; where that is refused, each by itself."""
    alone = Columns(filled.folder)
    alone.attempt((table, "all"), kind, lambda: write(told))
    if alone.refused:
        for name, text in told.items():
            filled.attempt((table, name), kind, lambda name=name, text=text: write(dict.fromkeys(told, "甲") | {name: text}))
        write(dict.fromkeys(told, "甲"))


def _of_readings(here: Workspace, by: Actor, filled: Columns, number: int, kind: str) -> None:
    """A spelling; a mapping by its name, and one that knows such headers."""
    text = STRINGS[kind]
    filled.attempt(
        ("aliases", "spelling"),
        kind,
        lambda: services.accept_alias(here, by, NamedThing.MEASURE, f"{number}{text}", "sorted_share"),
    )
    by_hand = SheetChoices(
        header_row=1, columns={0: ColumnChoice(Role.NAME), 1: ColumnChoice(Role.VALUE, "2024")}, around={Role.UNIT: "人次"}
    )

    def saved(name: str, header: str) -> None:
        file = UploadFile("a.csv", _table([["甲", header], ["volunteers_trained", "1900"]]))
        preview = services.check_upload(here, by, [file], choices={"": FileChoices(by_sheet={"": by_hand})})
        services.save_profile(here, by, name, preview.readings[0], "", by_hand)

    filled.attempt(("profiles", "name"), kind, lambda: saved(text, "乙"))
    filled.attempt(("profiles", "definition"), kind, lambda: saved(f"方案{number}", text))
    for each in here.store.profiles():
        services.remove_profile(here, by, each.profile_id)
    services.remove_alias(here, by, here.store.aliases()[-1].alias_id)


def _of_work(here: Workspace, by: Actor, filled: Columns, number: int, kind: str) -> None:
    """What is asked for, said, locked and sent, by somebody who is called so."""
    text, due = STRINGS[kind], here.today + timedelta(days=300)

    def matter(**said: str) -> int:
        return services.begin_matter(
            here, by, "G3", None, MatterEvent.BEGIN, Draft(**{"note": "抓紧", "unit": "甲局", "due": due} | said)
        )

    matter()
    figure = services.measure_view(here, by, Query(), "landfill_daily").series[-1]
    mark = services.mark_value(here, by, ValueOf.keyed(figure.observation_key), "看")
    services.lift_mark(here, by, mark, 1)
    rule = DutyRule(Frequency.YEARLY, 31 + number)
    if not filled.attempt(("duty_rules", "note"), kind, lambda: services.set_duty_rule(here, by, rule, text)):
        services.set_duty_rule(here, by, rule)
    for each in here.store.duty_rules(here.plan_id):
        services.remove_duty_rule(here, by, each.rule_id)
    services.set_contact(here, by, "region:990101", f"a{number}@b.cn")
    services.reopen_period(here, by, services.lock_period(here, by, str(1991 + number), "年报"), "补报")
    services.remind(here, by, [f"unit:{UNIT}"], "file", "请报")


def _of_the_plan(here: Workspace, by: Actor, filled: Columns, number: int, kind: str, plan: Path) -> None:
    """What the plan is called and how its reports are laid out, loaded anew; a judgement; both are taken back."""
    text, row = STRINGS[kind], _rows(plan / "plan.csv")[0]
    row.update(dict.fromkeys(FREE["plan.csv"].split(), text))
    for _ in range(9):
        _write(plan / "plan.csv", [row])
        try:
            services.load_plan(here, by, services.check_plan(here, by, plan))
        except CatalogRefused as refused:
            for problem in refused.problems:
                for column in [problem.column] if problem.row else FREE["plan.csv"].split():
                    filled.refuse(("plan.csv", column), kind, problem.code)
                    row[column] = "甲"
        else:
            break
    told = {"reason": text, "evidence": text, "judged_by": text}
    _together(
        filled,
        "judgement_log",
        kind,
        told,
        lambda said: services.make_revision(here, by, services.check_judgement(here, by, "HJ", Status.MET, **said)),
    )

    def revised(document: str) -> None:
        asked = {"value": str(200 + number)}
        checked = services.check_revision(here, by, "G3", asked, document=document, effective_on=here.today, note="改")
        services.make_revision(here, by, checked)

    filled.attempt(("revisions", "document_number"), kind, lambda: revised(text))
    revision = max(each.revision_id for each in here.plans.revisions)
    if not filled.attempt(("revisions", "withdrawal_note"), kind, lambda: services.withdraw_revision(here, by, revision, text)):
        services.withdraw_revision(here, by, revision, "好")


def as_sheet(text: str) -> str:
    """A text as a sheet can be called by it: some signs and more than 31 letters are taken by no program."""
    return re.sub(r"[\[\]:*?/\\\r\n]", "", text)[:31]


def _workbook(rows: list[list[str]], sheet: str) -> bytes:
    book, told = openpyxl.Workbook(), io.BytesIO()
    book.active.title = as_sheet(sheet)
    for row in rows:
        book.active.append(row)
        for cell in book.active[book.active.max_row]:
            cell.data_type = "s"
    book.save(told)
    return told.getvalue()


def _table(rows: list[list[str]]) -> bytes:
    told = io.StringIO(newline="")
    csv.writer(told).writerows(rows)
    return told.getvalue().encode()
