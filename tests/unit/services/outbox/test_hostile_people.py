"""A dozen hostile texts in every field that people at work write into: refused with a sentence, or kept as text and harmless in
whatever is made of them. Pages have a test of their own.
"""

import csv
import io
import json
import re
import shutil
from dataclasses import replace
from email import message_from_bytes, policy
from unicodedata import category, normalize

import duckdb
import openpyxl
import pytest

from kpi import services
from kpi.cli import main
from kpi.errors import KpiError
from kpi.i18n import texts
from kpi.services import Genre, ReportRequest, workspace
from kpi.services.outbox import messages, reminding
from kpi.services.outbox.delivering.robot import Robot, RobotKind
from kpi.services.outbox.mail import one_line
from tests.hostile_people import CHIEF, HOST, STRINGS, hostile_units
from tests.unit.report.everything import texts_in
from tests.unit.report.test_hostile_text import in_csv, safe, squeezed
from tests.unit.services.conftest import ZHANG

pytestmark = pytest.mark.slow
ZH = texts("zh")
NEVER_KEPT = {"account", "role", "unit of a role", "region of a role", "contact", "contact of a unit", "period"}
"""Fields in which only names that are there, or of one form, are kept."""
NAMES_OF_FILES = {"evidence", "file taken", "file", "visit", "unit"}
"""What is called by others: told as it is where it is shown, whatever it is; a unit of a plan is what its form says."""


@pytest.fixture
def opened(world_of_hostile_people, tmp_path, monkeypatch):
    """A copy of it, open."""
    monkeypatch.setenv("KPI_SIGN_IN", "accounts")
    filled, folder = world_of_hostile_people
    for file in folder.glob("kpi.duckdb*"):
        shutil.copy(file, tmp_path / file.name)
    here = services.open_workspace(tmp_path / "kpi.duckdb", folder / "plan", now=filled.clock)
    yield here
    here.close()


def moving(text):
    """Letters that move a terminal's cursor, or turn what follows them."""
    return {letter for letter in text if letter not in "\n\t" and category(letter) in {"Cc", "Cf"}}


def test_each_is_refused_with_a_sentence_or_kept_as_it_was_written(world_of_hostile_people):
    filled, folder = world_of_hostile_people
    fields = {name for name, _ in [*filled.kept, *filled.refused]}
    assert len(fields) >= 35
    assert {(name, kind) for name in fields for kind in STRINGS} == {*filled.kept, *filled.refused}
    assert fields - {name for name, _ in filled.kept} == NEVER_KEPT
    for error in filled.refused.values():
        assert re.fullmatch(r".+[。；].*|.+", ZH.message(error.message), re.DOTALL)
        assert not ZH.message(error.message).startswith("error.")
    controlled = {name for name, kind in filled.kept if kind in ("terminal", "long")}
    assert controlled <= NAMES_OF_FILES
    stored = {squeezed(text) for text in everything_in(folder / "kpi.duckdb")}
    whole = "\n".join(stored)
    for (name, _), text in filled.kept.items():
        as_json = json.dumps(text, ensure_ascii=False)[1:-1]
        assert name == "evidence" or squeezed(text) in whole or squeezed(as_json) in whole, (name, text)
    with duckdb.connect(str(folder / "kpi.duckdb"), read_only=True) as there:
        files = [file for (file,) in there.execute("select file from matter_evidence").fetchall()]
    assert len(files) >= 2 * len(STRINGS)
    assert not any(moving(file) or set(file) & set('\\/:*?"<>|\n') for file in files)


def everything_in(database):
    """Every text of every table."""
    with duckdb.connect(str(database), read_only=True) as there:
        for (table,) in there.execute("select table_name from duckdb_tables()").fetchall():
            for line in there.execute(f'from "{table}"').fetchall():
                yield from (cell for cell in line if isinstance(cell, str))


def test_the_database_is_whole_and_every_view_reads(opened):
    assert services.verify(opened, CHIEF) == ()
    views = services.askable(opened, CHIEF)
    assert len(views) > 5
    for view in views:
        assert services.ask(opened, CHIEF, f"from {view}").columns
    assert {person.user_id for person in opened.store.people()} >= {"chief", "giver", "taker"}


def test_the_audit_log_as_a_file_computes_nothing_and_has_a_line_for_each_entry(opened):
    content = services.audit_file(opened, CHIEF, services.audit_asked())
    assert in_csv(content) == []
    _, *lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert (len(lines), {len(line) for line in lines}) == (len(opened.store.audit_entries()), {11})
    for text in (STRINGS["quotes"], STRINGS["formula"]):
        assert any(text in cell for line in lines for cell in line)
    for part in STRINGS.values():
        assert services.audit_view(opened, CHIEF, services.audit_asked(part=part[:100])).lines or part == STRINGS["long"]


TASKS = {"docx", "xlsx", "pdf"}
"""Formats of the list of tasks, which tells what is to be put right in full."""


@pytest.mark.parametrize("fmt", ["csv", "json", "xlsx", "docx", "pdf", "pptx", "datapackage"])
def test_a_report_of_what_is_to_be_put_right_runs_nothing(opened, fmt):
    asked = ReportRequest(genre=Genre.TASKS) if fmt in TASKS else ReportRequest()
    content = services.gap_report(opened, CHIEF, asked, fmt).content
    assert safe(fmt, content) == []
    told = squeezed("".join(texts_in(fmt, content)))
    if fmt in TASKS:
        never = {"terminal", "long"} | ({"turned"} if fmt == "pdf" else set())
        assert {kind for kind, text in STRINGS.items() if squeezed(text) not in told} == never
    assert "49" not in re.findall(r"7\*7=?(\d\d)", told)


def test_a_table_that_went_back_holds_the_reason_as_text(opened):
    returned = [each for each in opened.store.submissions() if len(each.steps) > 2]
    assert len(returned) == len(STRINGS)
    for each in returned:
        for file in opened.store.returned_files(each.number, 2):
            book = openpyxl.load_workbook(io.BytesIO(file.content))
            cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
            assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
            comments = [cell.comment.text for cell in cells if cell.comment] + [str(cell.value) for cell in cells]
            assert any(squeezed(each.steps[1].note) in squeezed(text) for text in comments)


COMMANDS = ["submissions", "history", "lock", "outbox", "actions", "duties", "user list", "plan show plan", "status", "verify"]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_command_line_moves_no_cursor_and_its_json_is_json(opened, world_of_hostile_people, monkeypatch, capsys, command):
    path = opened.store.path
    opened.close()
    monkeypatch.setattr(workspace.open_workspace, "__kwdefaults__", {"now": world_of_hostile_people[0].clock, "demo": False})
    asked = ["--database", str(path), "--catalog", str(world_of_hostile_people[1] / "plan"), *command.split()]
    assert main(asked) == 0
    told = capsys.readouterr()
    assert moving(told.out + told.err) == set()
    if command in ("verify", "lock"):
        return
    assert main([*asked, "--json"]) == 0
    out = capsys.readouterr().out
    assert moving(out) == set()
    said = "".join(strings(json.loads(out)))
    expected = {"submissions": "quotes", "actions": "turned", "user list": "formula"}
    assert STRINGS[expected[command]] in said if command in expected else said


def strings(value):
    if isinstance(value, str):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(each)


# Units that are called so: what goes out to them.


@pytest.fixture(scope="module")
def units(tmp_path_factory):
    here = hostile_units(tmp_path_factory.mktemp("units"))
    held = services.reminders(here, ZHANG).rows
    assert len(held) == 12
    for place, one in enumerate(held):
        services.set_contact(here, ZHANG, one.key, f"unit{place}@yunxi.example")
    yield here, held
    here.close()


def test_mail_has_one_of_each_header_and_one_recipient(units, post_office, monkeypatch):
    here, held = units
    post, server = post_office()
    monkeypatch.setattr(reminding, "channels", lambda _: {reminding.Channel.SMTP: server})
    monkeypatch.setattr(messages, "papers", lambda *_: ())
    note = STRINGS["typst"] + STRINGS["template"]
    assert len(services.remind(here, ZHANG, [one.key for one in held], "smtp", note).lines) == len(held)
    assert len(post.taken) == len(held)
    names = set()
    for envelope in post.taken:
        mail = message_from_bytes(envelope.content, policy=policy.default)
        (recipient,) = mail["To"].addresses
        assert [recipient.addr_spec] == envelope.rcpt_tos
        assert len(mail.keys()) == len(set(mail.keys()))
        assert (mail["Bcc"], mail["Cc"], mail.get_content_type()) == (None, None, "text/plain")
        assert note in mail.get_content()
        names.add(recipient.display_name)
    assert {as_read(name) for name in names} == {as_read(one_line(one.name)) for one in held}


def as_read(name):
    """A name without the blanks that folding puts into it, wide letters as narrow ones."""
    return squeezed(normalize("NFKC", name))


def test_a_robot_is_told_text_in_json(units, group, monkeypatch):
    here, held = units
    monkeypatch.setattr(reminding, "channels", lambda _: {reminding.Channel.WEBHOOK: Robot(RobotKind.WECOM, group.address)})
    services.remind(here, ZHANG, [one.key for one in held], "webhook", STRINGS["quotes"])
    ((_, said),) = group.told
    assert (said.keys(), said["msgtype"], said["text"].keys()) == ({"msgtype", "text"}, "text", {"content"})
    assert STRINGS["quotes"] in said["text"]["content"]


def said_by(way, here, held, kind, sent):
    """What a reminder with such a note came to: what arrived, or the code that it was refused with."""
    here.now.wind(days=1)
    try:
        services.remind(here, replace(ZHANG, name=NOTES[kind][:80]), [held[0].key], way, NOTES[kind])
    except KpiError as error:
        return error.message.key
    (told,) = sent
    sent.clear()
    return told


NOTES = STRINGS | {"lines": STRINGS["mail"].replace("\r", "")}
"""A note may have several lines, each ended as a page ends them."""
UNPRINTABLE = {"csv", "ics", "mail", "terminal", "turned"}
"""Those with letters that are no text."""


@pytest.mark.parametrize("way", ["smtp", "webhook"])
def test_whatever_is_said_with_a_reminder_arrives_as_its_text_by_whomever_it_is_said(
    units, post_office, group, monkeypatch, way
):
    """Every text, by somebody who is called so, to one unit a day."""
    here, held = units
    post, server = post_office()
    robot = Robot(RobotKind.WECOM, group.address)
    monkeypatch.setattr(reminding, "channels", lambda _: {reminding.Channel.SMTP: server, reminding.Channel.WEBHOOK: robot})
    monkeypatch.setattr(messages, "papers", lambda *_: ())
    sent = post.taken if way == "smtp" else group.told
    arrived = {kind: said_by(way, here, held, kind, sent) for kind in NOTES}
    refused = {kind: told for kind, told in arrived.items() if isinstance(told, str)}
    assert refused == dict.fromkeys(UNPRINTABLE, "error.text_unprintable") | {"long": "error.text_too_long"}
    for kind in NOTES.keys() - refused.keys():
        if way == "webhook":
            _, said = arrived[kind]
            assert (said.keys(), said["msgtype"], said["text"].keys()) == ({"msgtype", "text"}, "text", {"content"})
            assert f"\n{NOTES[kind]}\n" in said["text"]["content"]
            continue
        mail = message_from_bytes(arrived[kind].content, policy=policy.default)
        assert arrived[kind].rcpt_tos == [mail["To"].addresses[0].addr_spec]
        assert (len(mail.keys()), mail["Bcc"], mail.get_content_type()) == (len(set(mail.keys())), None, "text/plain")
        assert f"\n{NOTES[kind]}\n" in mail.get_content().replace("\r\n", "\n")


def test_the_calendar_has_the_parts_that_it_has_and_lines_that_are_folded(units):
    content = services.duty_calendar(units[0], ZHANG)
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    whole = content.decode().replace("\r\n ", "").split("\r\n")
    names = [re.split("[:;]", line, maxsplit=1)[0] for line in whole if line]
    assert set(names) == {
        *("BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "X-WR-CALNAME", "REFRESH-INTERVAL", "SUMMARY", "DTSTART", "DTEND"),
        *("DTSTAMP", "UID", "DESCRIPTION", "TRANSP", "ACTION", "TRIGGER"),
    }
    events = len(services.duties(units[0], ZHANG).lines) or 1
    assert whole.count("BEGIN:VEVENT") == whole.count("END:VEVENT") <= events
    assert not any(line.startswith("ATTENDEE") for line in whole)


def test_letters_in_the_folder_have_names_of_ours(units, monkeypatch):
    here, held = units
    monkeypatch.setattr(messages, "papers", lambda *_: ())
    services.remind(here, ZHANG, [one.key for one in held], "file")
    folder = here.store.path.with_name("outbox")
    assert all(re.fullmatch(r"\d{6}-[0-9a-f]{12}\.eml", path.name) for path in folder.iterdir())
    assert len(list(folder.iterdir())) == len(held)
    assert not any(
        HOST.encode() in (message_from_bytes(path.read_bytes()).get("Bcc") or "").encode() for path in folder.iterdir()
    )
