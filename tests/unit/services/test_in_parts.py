"""A database with more figures than are held at once: every page is made of the regions it looks at, and says the same."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date

import numpy as np
import pandas as pd
import pytest

from kpi import services
from kpi.access import OWNER, READER
from kpi.errors import KpiError
from kpi.model import Actor, Grant
from kpi.services import Grouping, Query, ReportRequest, frames
from kpi.services.places import unreported
from kpi.services.status import overdue_anywhere
from kpi.services.workspace import Workspace

TOWN = "441900003"
OWNER_ = Actor("张三", OWNER)
LOOKING = {
    "everything": OWNER_,
    "what is published": Actor("读者", READER),
    "a town": Actor("镇街", frozenset({Grant("viewer", regions=(TOWN,)), Grant("reporter", regions=(TOWN,))})),
}
PLACES = {"position", "figures", "baseline_figures", "obstacles", "old_position"}
"""Fields that number rows of a frame: of two frames the same figure has two numbers."""


def told(thing):
    """What something says, without the numbers of rows."""
    if is_dataclass(thing) and not isinstance(thing, type):
        own = type(thing).__name__ == "Assessment"
        shown = [each.name for each in fields(thing) if not each.name.startswith("_") and not (own and each.name in PLACES)]
        return type(thing).__name__, {name: told(getattr(thing, name)) for name in shown if name not in {"known", "frame"}}
    if isinstance(thing, Mapping):
        return {str(key): told(value) for key, value in thing.items()}
    if isinstance(thing, pd.DataFrame | np.ndarray):
        return ""
    if isinstance(thing, frozenset | set):
        return sorted(map(str, thing))
    if isinstance(thing, tuple | list) or type(thing).__name__ == "FigureChanges":
        return [told(each) for each in thing]
    return repr(thing) if not callable(thing) else ""


SAID = {
    "status": services.status,
    "board": services.board,
    "scorecard": services.scorecard,
    "wall": services.wall,
    "gaps": services.gap_view,
    "roll_up": lambda ws, actor, query: services.roll_up(ws, actor, query, Grouping.CATEGORY),
    "quality": services.quality_view,
    "days": services.days_to_look_from,
    "sources": services.sources_view,
    "changes": services.changes,
    "before": lambda ws, actor, query: services.changes(ws, actor, query, services.Point(batch=3, before=True)),
    "vintages": services.first_against_now,
    "recent": services.recent_changes,
    "dimensions": services.member_dimensions,
    "members": lambda ws, actor, query: services.members_view(ws, actor, query, "region"),
    "column": lambda ws, actor, query: services.member_column(ws, actor, query, "region", "skilled_talent_total"),
    "picture": lambda ws, actor, query: services.places_view(ws, actor, query, "region", "skilled_talent_total"),
    "place": lambda ws, actor, query: services.place_view(ws, actor, query, query.region or TOWN),
    "unreported": lambda ws, actor, query: unreported(ws, actor, query, query.region or TOWN),
    "measure": lambda ws, actor, query: services.measure_view(ws, actor, query, "skilled_talent_total"),
    "due": services.rows_due,
    "asked": lambda ws, actor, query: services.rows_asked(ws, actor, "T01,T02"),
    "form": lambda ws, actor, query: services.form_for(ws, actor, [("T01", None)], "csv", regions=[TOWN]),
    "template": lambda ws, actor, query: services.template(ws, actor, 2025, "csv"),
    "duties": lambda ws, actor, query: services.duties(ws, actor),
    "todo": lambda ws, actor, query: services.todo(ws, actor),
    "report": lambda ws, actor, query: services.report_model(ws, actor, ReportRequest(query)),
    "rankings": lambda ws, actor, query: services.rankings(ws, actor, ReportRequest(query)),
    "overdue": lambda ws, actor, query: overdue_anywhere(ws, actor, query.lang),
    "coverage": lambda ws, actor, query: (ws.seen_by(actor).coverage(), ws.seen_by(actor).period_ends()),
}


@pytest.fixture(scope="module")
def demo(ready_made, tmp_path_factory):
    """The demonstration, whose towns have figures: published, then one more file."""
    database = ready_made.place(tmp_path_factory.mktemp("parts") / "kpi.duckdb", demo=True)
    opened = services.open_workspace(database, "data/catalog", demo=True)
    yield opened
    opened.close()


@pytest.fixture
def afresh(demo, monkeypatch):
    """The same database without what was kept of it; in parts, or whole."""

    def anew(*, parts):
        monkeypatch.setattr(frames, "MOST_WHOLE", 0 if parts else 10**9)
        return Workspace(demo.store, demo.now, demo.plan_id, demo.folder)

    return anew


def answered(workspace, name, actor, query):
    """What a service says; of what it refuses, why."""
    try:
        return told(SAID[name](workspace, actor, query))
    except KpiError as error:
        return repr(error.message)


ONCE = {"report", "rankings", "duties", "todo", "template", "overdue"}
"""What takes long, or does not go by what is asked for: looked at by one alone."""


@pytest.mark.parametrize(
    ("name", "who"), [(name, who) for name in SAID for who in LOOKING if name not in ONCE or who == "a town"]
)
def test_a_page_made_of_some_regions_says_what_one_made_of_all_figures_does(afresh, name, who):
    queries = [Query(), Query(region=TOWN), Query(region=TOWN, as_of=date(2024, 6, 30))]
    actor = LOOKING[who]
    whole = [answered(afresh(parts=False), name, actor, query) for query in queries]
    assert [answered(afresh(parts=True), name, actor, query) for query in queries] == whole
