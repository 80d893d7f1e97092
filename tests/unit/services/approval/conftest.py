"""A plan that waits for approval, and the people who work on it."""

import pytest

from kpi import services
from kpi.model import Actor, Grant
from tests.unit.services.conftest import row, table


def person(name, *roles, **reach):
    """Somebody with an account and roles, for all of the plan or for a part of it."""
    return Actor(name, frozenset(Grant(role, **reach) for role in roles), f"id-{name}")


CLERK = person("填报员", "reporter")
REVIEWER = person("审核员", "reviewer")
SECOND = person("另一审核员", "reviewer")
PUBLISHER = person("发布员", "publisher")
LEADER = person("领导", "leader")
BOTH = person("兼职", "reporter", "reviewer")
ADMINISTRATOR = person("管理员", "administrator")


@pytest.fixture
def approving(tiny_copy, opened, monkeypatch):
    """The tiny plan, waiting for approval from its first load on, where people sign in."""
    monkeypatch.setenv("KPI_SIGN_IN", "accounts")
    (tiny_copy / "plan.csv").write_text("name_zh,name_en,approval\n云溪,Yunxi,yes\n", encoding="utf-8")
    return opened(tiny_copy)


def sent(workspace, *rows, actor=CLERK, name="填报.csv", number=0, note="", accepted=True):
    """Rows as they are sent in; the number of their submission."""
    preview = services.check_upload(workspace, actor, [table(*rows, name=name)])
    return services.submit_files(workspace, actor, preview, note=note, accept_warnings=accepted, number=number)


def approved(workspace, number, actor=REVIEWER, **said):
    """What came of approving it."""
    return services.approve(workspace, actor, services.review(workspace, actor, number), **said)


DAILY = row("landfill_daily", "415", "吨", year=2024)
