"""Every field that people at work write into, with every one of a dozen texts that would be something else than text if an
output let them: what is refused, what is kept, and a database that holds it, made once.
"""

import csv
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from kpi import services
from kpi.errors import KpiError
from kpi.model import Actor, Grant, MatterEvent, OfficialForm, ValueOf
from kpi.services import Draft, DutyRule, Frequency, Query, UploadFile, Workspace
from kpi.services.outbox import messages
from kpi.services.people import passwords
from kpi.store import Seen
from tests.databases import TINY
from tests.unit.services.conftest import Clock, row, table

HOST = "evil.invalid"
STRINGS = {
    "script": f"<script src=//{HOST}/a.js></script><img src=http://{HOST}/g.png onerror=alert(1)>",
    "markdown": f"![x](http://{HOST}/g.png) [点此](javascript:alert(1))",
    "attribute": '" onmouseover="alert(1)" x=\'',
    "formula": "=cmd|' /C calc'!A0",
    "minus": "-1+1",
    "at": "@SUM(1+1)",
    "csv": '甲,"乙\r\n=1+1,丙',
    "ics": f"甲\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nATTENDEE:mailto:a@{HOST}",
    "mail": f"甲\r\nBcc: all@{HOST}\r\n\r\n正文",
    "quotes": '甲\'); drop table people; --"},{"x": "y',
    "template": "{{ 7*7 }} {plan} {0} %s ${x} {% raw %}",
    "path": "../../../etc/passwd",
    "terminal": "\x1b]0;甲\x07\x1b[31m红",
    "turned": "甲\u202egnp.exe\u2066乙\u200b",
    "typst": '#import "x": *; $x^2$ ]]></w:t><w:p/> @ref <label>',
    "long": "长" * 6000,
}
"""By what they attack."""
PASSWORD = "river-Lantern 42"  # noqa: S105 - of this database
ROLES = ("administrator", "auditor", "reporter", "reviewer", "publisher")
CHIEF, SECOND = (
    Actor(name, frozenset(map(Grant, ROLES)), account) for name, account in (("科长", "chief"), ("副科长", "second"))
)
LEADER = Actor("局领导", frozenset({Grant("leader")}), "leader")
UNIT = "云溪市城市管理局"


@dataclass
class World:
    """The database while it is filled, and what came of each text in each field."""

    workspace: Workspace
    clock: Clock
    kept: dict[tuple[str, str], str] = field(default_factory=dict)
    """By field and text: as it was written."""
    refused: dict[tuple[str, str], KpiError] = field(default_factory=dict)
    submissions: tuple[int, ...] = ()
    """Their numbers, in the end."""
    finished: tuple[int, ...] = ()
    """The numbers of the matters that went the whole way."""
    numbers: Iterator[int] = field(default_factory=lambda: iter(range(10_000)))

    def try_all(self, name: str, write: Callable[[str], object]) -> None:
        """Writes every text into a field."""
        for kind in STRINGS:
            self.try_one(name, kind, write)

    def try_one(self, name: str, kind: str, write: Callable[[str], object]) -> None:
        """Writes one of them."""
        self.clock.wind(minutes=1)
        try:
            write(STRINGS[kind])
        except KpiError as error:
            self.refused[name, kind] = error
        else:
            self.kept[name, kind] = STRINGS[kind]


def of_people(world: World) -> None:
    """Accounts, names, tokens, roles, what is asked for, handing over, where units are reached."""
    here, by = world.workspace, CHIEF
    number = world.numbers
    world.try_all("account", lambda text: services.add_user(here, by, text, "某人"))
    world.try_all("name", lambda text: services.add_user(here, by, f"user{next(number)}", text, [Grant("viewer")]))
    services.add_user(here, by, "renamed", "改名人")
    world.try_all("new name", lambda text: services.rename_user(here, by, "renamed", text))
    world.try_all("token", lambda text: services.add_token(here, by, text, Grant("administrator"), 9))
    world.try_all("unit of a role", lambda text: services.give_role(here, by, "renamed", Grant("viewer", unit=text)))
    world.try_all("region of a role", lambda text: services.give_role(here, by, "renamed", Grant("viewer", regions=(text,))))
    world.try_all("role", lambda text: services.give_role(here, by, "renamed", Grant(text)))
    world.try_all("duty rule", lambda text: services.set_duty_rule(here, by, DutyRule(Frequency.YEARLY, 31), text))
    for account in ("giver", "taker"):
        services.add_user(here, by, account, account)

    def hand_over(text: str) -> None:
        services.give_role(here, by, "giver", Grant("reporter", regions=("990101",)))
        try:
            services.hand_over(here, by, "giver", "taker", text)
        finally:
            for given in [each for each in here.store.given() if each.user_id in ("giver", "taker")]:
                services.take_role(here, by, given.grant_id)

    world.try_all("handover", hand_over)
    world.try_all("contact", lambda text: services.set_contact(here, by, f"unit:{UNIT}", text))
    world.try_all("contact of a unit", lambda text: services.set_contact(here, by, f"unit:{text}", "a@b.cn"))
    world.try_all("file taken", lambda text: services.handed_out(here, by, text))
    world.try_all("visit", lambda text: services.People(here).note("sign_in", text, "chief", text, refused=True))


def of_remarks(world: World) -> None:
    """A matter for each text that goes the whole way, and has it in each field of each event; and marks."""
    here, due = world.workspace, world.workspace.today + timedelta(days=300)

    def begun(**said: Any) -> int:
        return services.begin_matter(
            here, LEADER, "G3", None, MatterEvent.INSTRUCT, Draft(**{"note": "抓紧", "due": due} | said)
        )

    def moved(event: MatterEvent, actor: Actor, said: Draft) -> None:
        last = here.store.matter_entries(here.plan_id)[-1]
        services.move_matter(here, actor, last.matter_id, event, said, last.version)

    def step(kind: str, event: MatterEvent, name: str, actor: Actor = CHIEF, **said: Any) -> None:
        """With the text in one field, or else with what is harmless there."""
        where, harmless = f"matter {event} {name}", Draft(**said)
        world.try_one(where, kind, lambda text: moved(event, actor, replace(harmless, **{name: text})))
        if (where, kind) in world.refused:
            moved(event, actor, harmless)

    for kind, text in STRINGS.items():
        for name in ("note", "unit", "person"):
            world.try_one(f"matter {name}", kind, partial(_named, begun, name))
        begun()
        step(kind, MatterEvent.REMARK, "note", note="雨")
        step(kind, MatterEvent.ANSWER, "cause", cause="雨", steps="修")
        step(kind, MatterEvent.ANSWER, "steps", steps="修")
        step(kind, MatterEvent.FINISH, "note", note="好", files=(UploadFile("凭据.txt", b"seen"),))
        step(kind, MatterEvent.REOPEN, "note", SECOND, note="退")
        evidence = Draft(files=(UploadFile(f"{text}.txt", kind.encode()),))
        world.try_one("evidence", kind, lambda _, evidence=evidence: moved(MatterEvent.EVIDENCE, CHIEF, evidence))  # type: ignore[misc]
    figure = services.measure_view(here, CHIEF, Query(), "landfill_daily").series[-1]
    of = ValueOf.keyed(figure.observation_key)

    def mark(text: str) -> None:
        number = services.mark_value(here, CHIEF, of, text)
        services.lift_mark(here, CHIEF, number, 1)

    world.try_all("mark", mark)


def _named(write: Callable[..., object], name: str, text: str) -> None:
    write(**{name: text})


def of_approval(world: World) -> None:
    """One file that is sent in, sent back, taken back, approved, published and withdrawn with each text in turn."""
    here = world.workspace
    preview = services.check_upload(here, CHIEF, [table(row("landfill_daily", "310", "吨", year=2024))])

    def sent(note: str = "") -> int:
        return services.submit_files(here, CHIEF, preview, note=note, accept_warnings=True)

    def step(kind: str, name: str, write: Callable[[str], object]) -> None:
        """With the text, or else with what is harmless there."""
        world.try_one(name, kind, write)
        if (name, kind) in world.refused:
            write("好")

    first = services.review(here, SECOND, sent())
    services.take_back(here, CHIEF, first.seen.number)
    for kind in STRINGS:
        step(kind, "submission", sent)
        newest = here.store.submissions()[0]
        step(kind, "return", partial(services.send_back, here, SECOND, replace(first, seen=Seen(newest.number, 1))))
        step(kind, "take back", partial(services.take_back, here, CHIEF, newest.number))
    for kind in STRINGS:
        anew = services.review(here, SECOND, sent())
        step(kind, "approval", partial(_noted, services.approve, here, SECOND, anew))
        step(kind, "publication", partial(services.publish, here, CHIEF, data_version=here.store.data_version))
        step(kind, "withdrawal", partial(services.withdraw, here, SECOND, max(here.batches)))
    named = [
        table(row("landfill_daily", str(320 + place), "吨", year=2000 + place), name=f"{text}.csv")
        for place, text in enumerate(STRINGS.values())
    ]
    files = services.check_upload(here, CHIEF, named)
    world.kept |= {("file", kind): text for kind, text in STRINGS.items()}
    services.submit_files(here, CHIEF, files, accept_warnings=True)
    years = iter(range(1991, 2100))
    world.try_all("lock", lambda text: services.lock_period(here, CHIEF, str(next(years)), text))
    world.try_all("period", lambda text: services.lock_period(here, CHIEF, text, "年报"))

    def reopen(text: str) -> None:
        services.reopen_period(here, CHIEF, services.lock_period(here, CHIEF, str(next(years)), "年报"), text)

    world.try_all("reopening", reopen)

    def proposed(checked: services.CheckedRevision) -> None:
        services.propose(here, CHIEF, checked)

    world.try_all(
        "official form",
        lambda text: proposed(
            services.check_official_form(here, CHIEF, OfficialForm(addressee=text, signatory=text), note="改")
        ),
    )
    world.try_all("switch", lambda text: proposed(services.check_approval(here, CHIEF, wanted=False, note=text)))
    world.try_all(
        "revision",
        lambda text: proposed(
            services.check_revision(
                here, CHIEF, "G3", {"value": "280"}, document=text, effective_on=date(2024, 6, 1), note=text
            )
        ),
    )
    world.try_all(
        "unit", lambda text: proposed(services.check_owners(here, CHIEF, {"landfill_daily": {"owner": text}}, note="改"))
    )


def of_reminders(world: World) -> None:
    """What is said with a reminder, once a day, written into the folder."""
    here = world.workspace
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(messages, "papers", lambda *_: ())

        def remind(text: str) -> None:
            world.clock.wind(days=1)
            services.remind(here, CHIEF, [f"unit:{UNIT}"], "file", text)

        world.try_all("reminder", remind)


def _noted(write: Callable[..., object], *asked: object) -> None:
    """With the last of what is given as the note."""
    write(*asked[:-1], note=asked[-1])


PARTS = (of_people, of_remarks, of_reminders, of_approval)


def hostile_people(folder: Path) -> World:
    """The world, filled; its database lies in the folder and is closed."""
    plan = Path(shutil.copytree(TINY, folder / "plan"))
    (plan / "plan.csv").write_text("name_zh,name_en,approval\n云溪,Yunxi,yes\n", encoding="utf-8")
    clock = Clock()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KPI_SIGN_IN", "accounts")
        patch.setattr(passwords, "_hasher", cache(lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)))
        world = World(services.open_workspace(folder / "kpi.duckdb", plan, now=clock), clock)
        services.add_user(
            world.workspace, Actor("本机用户", services.OWNER), "chief", "科长", [Grant("administrator")], PASSWORD
        )
        for part in PARTS:
            part(world)
    world.submissions = tuple(each.number for each in world.workspace.store.submissions())
    said = world.workspace.store.matter_entries(world.workspace.plan_id)
    world.finished = tuple(each.matter_id for each in said if each.event == MatterEvent.FINISH)
    world.workspace.close()
    return world


def hostile_units(folder: Path) -> Workspace:
    """The tiny plan, for every target of which all of them answer that a unit can be called; each is reached by mail."""
    plan = Path(shutil.copytree(TINY, folder / "plan"))
    owners = "；".join(text for kind, text in STRINGS.items() if kind not in ("quotes", "typst", "terminal", "long"))
    for name in ("measures.csv", "targets.csv"):
        with (plan / name).open(encoding="utf-8", newline="") as file:
            rows = [dict(line, owner=owners) for line in csv.DictReader(file)]
        with (plan / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return services.open_workspace(folder / "units.duckdb", plan, now=Clock())
