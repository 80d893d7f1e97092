"""Questions in SQL: what reads the plan's views is answered, and nothing else, whatever it looks like."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kpi.errors import KpiError
from kpi.store import VIEWS, Store
from tests.store.helpers import opened


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = opened(tmp_path / "kpi.duckdb")
    yield store
    store.close()


@pytest.mark.parametrize(
    "asked",
    [
        "from targets",
        "SELECT * FROM Targets",
        "with own as (from targets) select count(*) from own",
        "with recursive up(n) as (select 1 union all select n + 1 from up where n < 3) from up",
        "select unnest([1, 2]), (select count(*) from figures)",
        "values (1), (2)",
        "from range(3) join measures on true",
        "select count(*) from targets group by all having count(*) > (select 0)",
    ],
)
def test_what_reads_the_views_is_answered(store: Store, asked: str) -> None:
    assert store.ask(asked).cut is False


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ("from observation_log", "sql_not_readable"),
        ("from main.targets", "sql_not_readable"),
        ("select (select count(*) from batches)", "sql_not_readable"),
        ("from targets where target_id in (select detail from events)", "sql_not_readable"),
        ("from targets union from events", "sql_not_readable"),
        ("with events as (from targets) from events", "sql_name_taken"),
        ("from '/etc/passwd'", "sql_not_readable"),
        ("from read_text('/etc/passwd')", "sql_not_readable"),
        ("from glob('*')", "sql_not_readable"),
        ("from query_table('events')", "sql_not_readable"),
        ("from query('from events')", "sql_not_readable"),
        ("from duckdb_tables()", "sql_not_readable"),
        ("from pragma_table_info('events')", "sql_not_readable"),
        ("show tables", "sql_not_readable"),
        ("describe targets", "sql_not_readable"),
        ("summarize targets", "sql_not_readable"),
        ("select current_setting('allowed_directories')", "sql_not_readable"),
        ("insert into events from events", "sql_not_reading"),
        ("delete from events", "sql_not_reading"),
        ("create table mine as from targets", "sql_not_reading"),
        ("attach 'other.duckdb'", "sql_not_reading"),
        ("copy targets to 'x.csv'", "sql_not_reading"),
        ("pragma database_list", "sql_not_reading"),
        ("set threads = 1", "sql_not_reading"),
        ("explain from targets", "sql_not_reading"),
        ("begin", "sql_not_reading"),
        ("", "sql_not_one"),
        ("-- nothing", "sql_not_one"),
        ("from targets; drop table events", "sql_not_one"),
        ("selct 1", "sql_failed"),
        ("from targets where", "sql_failed"),
        ("select $1", "sql_failed"),
    ],
)
def test_whatever_else_is_refused(store: Store, asked: str, refusal: str) -> None:
    with pytest.raises(KpiError, match=f"^{refusal}"):
        store.ask(asked)


def test_rows_beyond_the_limit_are_cut_and_said(store: Store) -> None:
    answer = store.ask("from range(5)", most_rows=3)
    assert (answer.rows, answer.cut) == (((0,), (1,), (2,)), True)
    assert store.ask("from range(3)", most_rows=3).cut is False


def test_a_question_that_takes_too_long_is_stopped_and_the_database_goes_on(store: Store) -> None:
    with pytest.raises(KpiError, match="sql_too_long"):
        store.ask("select sum(a.range * b.range) from range(1000000) as a, range(10000000) as b", seconds=0.05)
    assert store.ask("select 1").rows == ((1,),)


def test_every_view_has_columns(store: Store) -> None:
    columns = store.readable_columns()
    assert list(columns) == list(VIEWS)
    assert all(columns.values())
