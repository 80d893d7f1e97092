"""A plan whose targets belong to units: G1 to 城管局, G2 to 民政局, G3 to both; and the people of the loop."""

import pytest

from kpi import services
from kpi.model import Actor, Grant, MatterEvent
from kpi.services import Draft, Query, UploadFile

PDF = UploadFile("验收单.pdf", b"%PDF-1.4 seen")


def person(name, role, **reach):
    return Actor(name, frozenset({Grant(role, **reach)}), f"id-{name}")


CLERK, OTHER = person("城管办事员", "reporter", unit="城管局"), person("民政办事员", "reporter", unit="民政局")
TOWN = person("镇办事员", "reporter", regions=("990101",))
REVIEWER, LEADER, VIEWER = person("审核员", "reviewer"), person("局领导", "leader"), person("观众", "viewer")


@pytest.fixture
def plan(opened, tiny_copy):
    path = tiny_copy / "targets.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    place = lines[0].split(",").index("owner")
    owners = {"G1": "城管局", "G2": "民政局", "G3": "城管局；民政局"}
    rows = [line.split(",") for line in lines]
    for row in rows[1:]:
        row[place] = owners[row[0]]
    path.write_text("\n".join(",".join(row) for row in rows) + "\n", encoding="utf-8")
    return opened(tiny_copy)


def begin(plan, actor=LEADER, event=MatterEvent.INSTRUCT, target="G1", year=None, **said):
    return services.begin_matter(plan, actor, target, year, event, Draft(**({"note": "抓紧整改"} | said)))


def move(plan, actor, number, event, **said):
    """Takes a matter on from where it stands."""
    services.move_matter(plan, actor, number, event, Draft(**said), one(plan, number).version)


def one(plan, number, actor=REVIEWER, **asked):
    """A matter as somebody sees it."""
    (found,) = [each for each in services.matters(plan, actor, Query(**asked)).matters if each.matter_id == number]
    return found
