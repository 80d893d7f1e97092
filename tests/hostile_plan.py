"""A plan every name of which is hostile, for pages and for the real browser."""

import csv
import shutil
from collections.abc import Sequence
from datetime import timedelta
from itertools import cycle
from pathlib import Path

from kpi import services
from kpi.model import Actor, MatterEvent, NamedThing, ValueOf
from kpi.services import Query, ReportRequest, Workspace
from kpi.services import UploadFile as File
from tests.hostile import HOSTILE

PLAN = Path(__file__).parent / "data" / "tiny_catalog"
NAMED = {
    "plan.csv": ("name_zh", "name_en"),
    "regions.csv": ("name_zh", "name_en", "type"),
    "breakdowns.csv": ("name_zh", "name_en"),
    "measures.csv": ("name_zh", "name_en", "category", "definition", "source", "owner"),
    "targets.csv": ("source", "section", "printed"),
    "figures.csv": ("source", "section", "printed"),
    "sources.csv": ("title", "number", "issuer"),
    "questions.csv": ("text_zh", "text_en"),
    "units.csv": ("name_zh", "name_en"),
}
"""The columns people write free text into."""


def hostile_plan(folder: Path, start: int = 0) -> Path:
    """The small plan of the tests, copied to `folder`, a hostile text behind every name; the first text is number `start`."""
    shutil.copytree(PLAN, folder)
    texts = cycle([*HOSTILE[start:], *HOSTILE[:start]])
    for name, columns in NAMED.items():
        with (folder / name).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            row.update({column: f"{row[column]} {next(texts)}" for column in columns if row.get(column)})
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return folder


def add_by_hand(opened: Workspace, actor: Actor, first: int = 0) -> None:
    """A batch that was withdrawn, one that counts, a spelling, a mapping, a document, an issued report."""
    name = [*HOSTILE[first:], *HOSTILE[:first]]
    table = "指标代码,地区代码,年份,数值,单位\nvolunteers_trained,990100,{},1.3,万人次\n"
    for year, number in ((2023, 0), (2024, 1)):
        preview = services.check_upload(opened, actor, [File(f"{name[number]}.csv", table.format(year).encode())])
        services.import_files(opened, actor, preview, note=name[number + 2], accept_warnings=True)
    services.withdraw(opened, actor, 2, name[4])
    services.accept_alias(opened, actor, NamedThing.MEASURE, name[5], "sorted_share")
    services.attach_document(opened, actor, "plan", f"{name[6]}.txt", f"{name[7]} 62.5% {name[8]}\n{name[9]}".encode())
    services.issue_report(opened, actor, ReportRequest(Query()), ["csv"], name[10])
    _put_right(opened, actor, name)


def _put_right(opened: Workspace, actor: Actor, name: Sequence[str]) -> None:
    """A matter with everything that can be said about one, a file of evidence, and a mark on a value."""
    due = opened.today + timedelta(days=9)
    said = services.Draft(note=name[11], unit=name[12][:100], person=name[13][:50], due=due)
    number = services.begin_matter(opened, actor, "G3", None, MatterEvent.INSTRUCT, said)
    services.move_matter(opened, actor, number, MatterEvent.ANSWER, services.Draft(cause=name[14], steps=name[15]), 1)
    evidence = File(f"{name[16]}.txt", name[17].encode())
    services.move_matter(opened, actor, number, MatterEvent.FINISH, services.Draft(note=name[18], files=(evidence,)), 2)
    figure = services.measure_view(opened, actor, Query(), "landfill_daily").series[-1]
    services.mark_value(opened, actor, ValueOf.keyed(figure.observation_key), name[19])
