"""The plan's tables: every rule that no key of the schema guards, broken by hand and found; and what a copy holds."""

import re
from pathlib import Path

import duckdb
import pytest

from kpi.catalog import build_catalog, read_folder
from kpi.errors import KpiError
from kpi.model import FORM_TEXTS
from kpi.store import NewRevision, PlanChange, RevisionKind, Store, applied, compare_plan, counting_at
from kpi.store.migrating import statements
from kpi.store.plan.logs import LOGS, OTHER
from kpi.store.plan.state import RowChange
from tests.databases import TINY
from tests.store.helpers import ACTOR, ROOT, made_once, moment

MIGRATIONS = sorted((ROOT / "kpi" / "store" / "migrations").glob("*.sql"))
LATER = "\n".join(file.read_text(encoding="utf-8") for file in MIGRATIONS[8:])
"""What came after the map."""
THE_PLAN = ROOT / "kpi" / "store" / "migrations" / "0005_the_plan.sql"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The tiny plan, loaded as revision 1, and loaded anew as revision 2 with another value of G1."""
    made_once(tmp_path, fill)
    return tmp_path / "kpi.duckdb"


def fill(folder: Path) -> None:
    store = Store.open(folder / "kpi.duckdb", at=moment(0))
    files = read_folder(TINY)
    state = store.plan_state("tiny", ())
    change = compare_plan(files, state).change
    figures = build_catalog(applied(state, change, 1).tables()).observations()
    store.commit_revision(NewRevision(RevisionKind.LOAD, "tiny", change), figures, actor=ACTOR, at=moment(1))
    targets = next(log for log in LOGS if log.name == "target_log")
    row = next(each for each in change.rows if each.log is targets and each.key == "G1")
    raised = PlanChange("tiny", "raised", (RowChange(targets, "tiny", "G1", 2, {**row.cells, "value": "0.95"}),))
    store.commit_revision(NewRevision(RevisionKind.REVISE, "G1", raised), figures, actor=ACTOR, at=moment(2))
    store.close()


def findings(path: Path) -> list[tuple[str, object]]:
    store = Store.open(path, at=moment(9))
    found = [(problem.code.removeprefix("store_plan_"), problem.values["subject"]) for problem in store.verify()]
    store.close()
    return found


def asked(path: Path, statement: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(statement).fetchall()


@pytest.mark.file_only
@pytest.mark.slow
def test_a_database_from_before_the_map_keeps_its_regions_and_has_no_squares(path: Path) -> None:
    """As migration 0007 left it: no squares, no form of reports, and the views of 0005 over what there was."""
    views = [
        text
        for text in statements(THE_PLAN.read_text(encoding="utf-8"))
        if text.startswith(("create view region", "create view plan_rows", "create view plans"))
    ]
    with duckdb.connect(str(path)) as connection:
        for column in ("tile_row", "tile_col"):
            connection.execute(f"alter table region_log drop column {column}")
        for column in (*FORM_TEXTS, "approval"):
            connection.execute(f"alter table plan_log drop column {column}")
        for view in views:
            connection.execute(view.replace("create view", "create or replace view", 1))
        for kind, name in re.findall(r"^create (table|view) (\w+)", LATER, re.MULTILINE):
            connection.execute(f"drop {kind} {name} cascade")
        connection.execute("delete from schema_migrations where version >= 8")
    journal = path.with_name(f"{path.name}.journal")
    lines = journal.read_text(encoding="utf-8").splitlines(keepends=True)
    journal.write_text("".join(line for line in lines if '"log"' not in line), encoding="utf-8")  # there was no log to mark
    before = asked(path, "select region_code, name_zh, active, in_partition, aliases from regions order by all")
    assert findings(path) == []
    assert asked(path, "select region_code, name_zh, active, in_partition, aliases from regions order by all") == before
    assert asked(path, "select count(*), count(tile_row), count(tile_col) from regions") == [(3, 0, 0)]
    assert asked(path, "select count(*), count(addressee), count(copy_to) from plan_rows") == [(1, 0, 0)]
    assert [row[:2] for row in before] == [("990100", "云溪市"), ("990101", "东岸区"), ("990102", "西岸区")]


@pytest.mark.slow
def test_a_sound_plan_has_no_findings(path: Path) -> None:
    assert findings(path) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("damage", "found"),
    [
        ("insert into target_log from target_log where row_key = 'G2'", ("keys", "target_log G2 / #1")),
        ("insert into plan_part_log from plan_part_log where row_key = 'G2'", ("keys", "plan_part_log targets.csv G2 / #1")),
        ("insert into plan_file_log from plan_file_log where file = 'units.csv'", ("keys", "plan_file_log units.csv / #1")),
        ("delete from target_log where row_key = 'G2'", ("references", "targets.csv G2")),
        ("delete from target_log where row_key = 'G2'", ("row_counts", "revisions #1")),
        ("update measure_log set removed = true where row_key = 'sorted_share'", ("references", "target_log G1")),
        ("update figure_log set region_code = '1' where row_key = 'W4'", ("references", "figure_log W4")),
        ("update target_log set baseline_figure_id = 'W9' where revision_id = 2", ("references", "target_log G1")),
        ("update measure_log set unit = 'mile' where row_key = 'sorted_share'", ("references", "measure_log sorted_share")),
        ("update target_log set revision_id = 7 where revision_id = 2", ("references", "target_log G1 / #7")),
        ("update revisions set row_count = 5 where revision_id = 2", ("row_counts", "revisions #2")),
        ("update revisions set revision_id = 1 where revision_id = 2", ("revisions", "revisions #1")),
        ("update revisions set made_at = made_at + interval 1 hour where revision_id = 2", ("revisions", "revisions #2")),
        ("update revisions set withdrawn_at = made_at where revision_id = 2", ("revisions", "revisions #2")),
        ("delete from revisions where revision_id = 2", ("revisions", "revisions #2")),
        ("update figure_log set value = '421' where row_key = 'W3'", ("figures", "figure_log W3")),
        ("update figure_log set load = 'primary' where row_key = 'W4'", ("figures", "figure_log W4")),
        ("update figure_log set load = 'duplicate' where row_key = 'W3'", ("figures", "figure_log W3")),
    ],
)
def test_damage_is_found_where_it_is(path: Path, damage: str, found: tuple[str, str]) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute(damage)
    assert found in findings(path)


def test_every_log_has_a_column_for_each_of_its_files_and_one_for_others(path: Path) -> None:
    columns = dict(asked(path, "select table_name, list(column_name order by column_name) from duckdb_columns() group by all"))
    common = ["revision_id", "position", "removed", "plan_id", "row_key"]
    assert {log.name: columns[log.name] for log in LOGS} == {log.name: sorted([*common, *log.columns, OTHER]) for log in LOGS}


@pytest.mark.slow
def test_the_rows_read_are_those_of_the_views(path: Path) -> None:
    """The views say it in SQL for everybody; the product reads the logs by revision. Both find the same rows."""
    store = Store.open(path, at=moment(9))
    state = store.plan_state("tiny", counting_at(store.revisions(), "tiny"))
    store.close()
    for log in LOGS:
        found = {row[4]: row[0] for row in asked(path, f"from {log.name.removesuffix('_log')}_rows")}
        assert found == {key: row.revision_id for key, row in state.rows[log.name].items()}


@pytest.mark.slow
def test_a_revised_target_is_in_the_views_and_its_history_beside_it(path: Path) -> None:
    assert asked(path, "select value, revision_id from targets where target_id = 'G1'") == [(0.95, 2)]
    assert asked(path, "select revision_id, value from target_revisions where target_id = 'G1' order by all") == [
        (1, 0.9),
        (2, 0.95),
    ]


@pytest.mark.slow
def test_a_copy_made_while_the_database_is_open_answers_the_same(path: Path, tmp_path: Path) -> None:
    store = Store.open(path, at=moment(9))
    copy = store.backup(tmp_path / "backups", at=moment(10))
    store.close()
    for view in ("plans", "measures", "targets", "baselines", "figures", "target_revisions", "regions", "questions"):
        assert asked(copy, f"from {view} order by all") == asked(path, f"from {view} order by all") != []


@pytest.mark.slow
def test_a_revision_whose_rows_name_what_is_not_there_is_not_written(path: Path) -> None:
    store = Store.open(path, at=moment(9))
    figures = next(log for log in LOGS if log.name == "figure_log")
    state = store.plan_state("tiny", counting_at(store.revisions(), "tiny"))
    cells = {**state.rows["figure_log"]["W3"].cells, "measure_id": "no_such_measure"}
    wrong = PlanChange("tiny", "wrong", (RowChange(figures, "tiny", "W3", 2, cells),))
    with pytest.raises(KpiError, match="plan_rows_unsound"):
        store.commit_revision(NewRevision(RevisionKind.REVISE, "W3", wrong), [], actor=ACTOR, at=moment(10))
    assert [each.revision_id for each in store.revisions()] == [2, 1]
    assert store.verify() == []
    store.close()
