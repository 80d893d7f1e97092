"""Every text column of the database that somebody can write was written with every one of the injection strings: it holds them,
or they were refused. The columns come from the catalog, so that a new one must be claimed.
"""

import json
from datetime import timedelta

import duckdb
import pytest

from kpi import services
from kpi.services import ReportRequest
from kpi.services.reports.templates import _LONGEST_NAME as LONGEST_NAME
from tests.hostile_columns import FREE, as_sheet, hostile_columns
from tests.hostile_people import STRINGS
from tests.unit.report.test_hostile_text import in_csv, safe, squeezed
from tests.unit.services.conftest import ZHANG, Clock

pytestmark = pytest.mark.slow

OURS = {
    "aliases": "thing code spelling_key",
    "audit_log": "user_id door action outcome subject previous sha256 proves journal",
    "batches": "kind sha256 warnings taken_for",
    "contact_log": "plan_id unit region_code address user_id",
    "database_properties": "name value",
    "documents": "source_id media_type sha256",
    "duty_rules": "plan_id frequency measure_id unit region_code",
    "events": "action detail",
    "follow_log": "plan_id measure_id region_code breakdown member qualifier user_id",
    "grants": "user_id role plan_id unit regions",
    "issued_files": "format file media_type sha256",
    "issued_reports": "parameters statement title catalog_sha256",
    "matter_evidence": "file media_type sha256",
    "matter_log": "plan_id target_id event state seen_status user_id",
    "observation_log": "observation_key measure_id region_code breakdown member qualifier certainty figure_id "
    "source_id source_column",
    "office_templates": "kind sha256 uses",
    "originals": "sha256",
    "outbox_attachments": "file media_type sha256",
    "outbox_messages": "plan_id send_key channel addressee recipient subject user_id",
    "outbox_steps": "state detail user_id",
    "people": "user_id password",
    "period_locks": "plan_id user_id reopened_id",
    "plan_file_log": "plan_id file columns",
    "plan_part_log": "plan_id file row_key",
    "program_answers": "user_id request_key fingerprint sha256",
    "publications": "plan_id user_id",
    "quota_uses": "who quota",
    "returned_files": "sha256",
    "revisions": "kind plan_id name sha256",
    "schema_migrations": "name sha256",
    "submission_files": "sha256",
    "submission_steps": "plan_id kind action user_id places request",
    "tokens": "user_id sha256 role plan_id unit regions",
    "verdict_log": "plan_id target_id status lamp scheme",
    "verdict_runs": "plan_id scheme",
    "visits": "visit_key user_id address",
    "break_log": "plan_id row_key measure_id date",
    "breakdown_log": "plan_id row_key breakdown member",
    "figure_log": "plan_id row_key figure_id measure_id region_code breakdown member value window_start "
    "window_end as_of certainty "
    "qualifier state parent_figure_id partition load source_id",
    "identity_log": "plan_id row_key identity_id kind expression tolerance severity",
    "judgement_log": "plan_id row_key target_id as_of verdict judged_on other",
    "lamp_log": "plan_id row_key scheme status lead_from lead_above lead_below lamp clock nature",
    "measure_log": "plan_id row_key measure_id kind unit display_unit display_scale direction numerator_id "
    "denominator_id change_of "
    "role decimals",
    "plan_log": "plan_id row_key region_code starts_on ends_on default approval",
    "plan_measure_log": "plan_id row_key measure_id headline other",
    "question_log": "plan_id row_key question_id subject",
    "region_log": "plan_id row_key region_code parent_code active in_partition tile_row tile_col",
    "source_log": "plan_id row_key source_id issued year",
    "target_log": "plan_id row_key target_id measure_id region_code comparator value value_high period_type "
    "window_start window_end "
    "years deadline change_unit reference_measure_id parent_target_id nature baseline_figure_id strength weight load source_id",
    "unit_log": "plan_id row_key unit integer",
}
"""Keys, codes, hashes, numbers, names of what is there, what is worded from other columns: nobody writes them freely.

A program's key is ASCII (the API refuses all else), an address is where somebody is connected from, files of evidence are
called as a folder can have them (`test_hostile_people`).
"""
COPIED = {
    "grants.given_by": "people.name",
    "grants.taken_by": "people.name",
    "publications.published_by": "people.name",
    "submission_steps.made_by": "people.name",
    "returned_files.file": "submission_files.file",
}
"""What is taken over from a column that is claimed by itself; who signs in is called as the account is."""
PROJECTED = "current_observations"
"""The rows of `observation_log` that count; the last file of each figure alone."""
FILES = {
    "unit_log": "units.csv",
    "measure_log": "measures.csv",
    "plan_measure_log": "measures.csv",
    "region_log": "regions.csv",
    "target_log": "targets.csv",
    "figure_log": "figures.csv",
    "breakdown_log": "breakdowns.csv",
    "identity_log": "identities.csv",
    "source_log": "sources.csv",
    "break_log": "breaks.csv",
    "lamp_log": "lamps.csv",
    "question_log": "questions.csv",
    "plan_log": "plan.csv",
}
AS = {
    "originals.file": "batches.file",
    "observation_log.file": "batches.file",
    "observation_log.note": "batches.cell",
    "observation_log.sheet": "batches.sheet",
    "observation_log.printed": "figures.csv.printed",
    "observation_log.section": "figures.csv.section",
    "plan_part_log.cells": "measures.csv.other",
    "audit_log.address": "visit",
    "audit_log.detail": "file taken",
    "follow_log.note": "mark",
    "matter_log.note": "matter note",
    "matter_log.unit": "matter unit",
    "matter_log.person": "matter person",
    "matter_log.cause": "matter answer cause",
    "matter_log.steps": "matter answer steps",
    "outbox_messages.body": "reminder",
    "people.name": "name",
    "period_locks.reason": "lock",
    "period_locks.reopening_reason": "reopening",
    "publications.note": "publication",
    "submission_files.file": "file",
    "submission_steps.note": "submission",
    "tokens.label": "token",
}
"""By column, the field that it is written by, where that is not called like the column."""


@pytest.fixture(scope="module")
def written(tmp_path_factory, world_of_hostile_people):
    """The databases of both worlds, and what was refused in them: by field, the strings."""
    folder = tmp_path_factory.mktemp("hostile_columns")
    filled, (people, beside) = hostile_columns(folder), world_of_hostile_people
    refused = {f"{table}.{column}": {*kinds} for (table, column), kinds in filled.refused.items()}
    for name, kind in people.refused:
        refused.setdefault(name, set()).add(kind)
    return [folder / "kpi.duckdb", beside / "kpi.duckdb"], refused


def columns_of(database):
    """Every text column of every table."""
    with duckdb.connect(str(database), read_only=True) as there:
        found = there.execute(
            "select table_name, column_name from duckdb_columns() where data_type like 'VARCHAR%' "
            "and table_name in (select table_name from duckdb_tables()) order by all"
        )
        return found.fetchall()


def held(databases, table, column):
    """All that a column holds, in one piece."""
    for database in databases:
        with duckdb.connect(str(database), read_only=True) as there:
            rows = there.execute(f'select distinct "{column}" from "{table}" where "{column}" is not null').fetchall()  # noqa: S608 - from the catalog
        yield from (squeezed(str(cell)) for (cell,) in rows)


def as_kept(text, name):
    """A text as it may stand in a column: as it is, in JSON, in JSON in JSON, or as the column's own rule has it."""
    once = json.dumps(text, ensure_ascii=False)[1:-1]
    forms = [text, once, json.dumps(once, ensure_ascii=False)[1:-1]]
    if name == "profiles.definition":  # headers are read without line ends, and cut
        forms.append(json.dumps(" ".join(text[:999].split()), ensure_ascii=False)[1:-1])
    if name == "observation_log.sheet":
        forms += [as_sheet(text)] if text != STRINGS["terminal"] else [""]
    if name == "office_templates.name":
        forms.append(text[:LONGEST_NAME])
    if name == "office_templates.file":
        forms.append(text.rpartition("/")[2])
    return [squeezed(form) for form in forms]


def test_every_column_that_somebody_can_write_is_claimed_and_no_claim_is_of_a_column_that_is_gone(written):
    there = {f"{table}.{column}" for table, column in columns_of(written[0][0]) if table != PROJECTED}
    ours = {f"{table}.{column}" for table, columns in OURS.items() for column in columns.split()}
    of_files = {f"{table}.{column}" for table, file in FILES.items() for column in FREE[file].split()} & there
    by_people = {
        each for each in there if each.endswith("_by") or each in {"events.actor", "audit_log.actor", "batches.user_name"}
    }
    alike = {"aliases.spelling", "batches.file", "batches.note", "batches.withdrawal_note", "contact_log.address"}
    alike |= {"documents.file", "documents.text", "duty_rules.note", "issued_reports.note", "judgement_log.reason"}
    alike |= {
        "judgement_log.evidence",
        "office_templates.name",
        "office_templates.file",
        "profiles.name",
        "profiles.definition",
    }
    alike |= {"revisions.document_number", "revisions.note", "revisions.withdrawal_note"}
    assert there - ours - of_files - by_people - alike - AS.keys() - COPIED.keys() == set()
    assert (ours | of_files | alike | AS.keys() | COPIED.keys() | {*COPIED.values()}) - there == set()


def test_each_holds_every_string_or_it_was_refused(written):
    databases, refused = written
    missing = {}
    for table, column in columns_of(databases[0]):
        name = f"{table}.{column}"
        if table == PROJECTED or name in COPIED or column in OURS.get(table, "").split():
            continue
        field = AS.get(name) or (f"{FILES[table]}.{column}" if table in FILES else name)
        whole = "\n".join(held(databases, table, column))
        not_there = {kind for kind, text in STRINGS.items() if not any(form in whole for form in as_kept(text, name))}
        if unclaimed := not_there - refused.get(field, set()):
            missing[name] = sorted(unclaimed)
    assert "\n".join(f"{name}: {kinds}" for name, kinds in missing.items()) == ""


@pytest.fixture(scope="module")
def opened(written):
    """The database of the plan, open."""
    database = written[0][0]
    here = services.open_workspace(database, database.with_name("plan"), now=lambda: Clock().moment + timedelta(days=30))
    yield here
    here.close()


@pytest.mark.parametrize("fmt", ["csv", "json", "xlsx", "docx", "pptx", "datapackage"])
def test_a_report_of_such_a_plan_runs_nothing(opened, fmt):
    assert safe(fmt, services.gap_report(opened, ZHANG, ReportRequest(), fmt).content) == []


def test_the_log_the_calendar_and_the_search_take_it_as_text(opened):
    assert in_csv(services.audit_file(opened, ZHANG, services.audit_asked())) == []
    calendar = services.duty_calendar(opened, ZHANG).decode().replace("\r\n ", "").split("\r\n")
    assert not any(line.startswith("ATTENDEE") for line in calendar)
    assert calendar.count("BEGIN:VEVENT") == calendar.count("END:VEVENT")
    for text in STRINGS.values():
        assert isinstance(services.find(opened, ZHANG, text[:60], {}, "zh"), tuple)
    assert services.verify(opened, ZHANG) == ()
