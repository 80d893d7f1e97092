"""What was found wrong with the database on opening it stands on every page, in the reader's language."""

import shutil

import pytest

from kpi import services
from kpi.i18n import texts
from kpi.services import workspace
from kpi.store import Store
from tests.databases import LETTER, TINY
from tests.pages.conftest import PAGES
from tests.store.helpers import ACTOR, figure, killed_before_checkpoint, load_figures, moment, upload


@pytest.fixture(scope="module")
def opened_torn(tmp_path_factory):
    """A database as a kill and a bad disk leave it, open."""
    path = tmp_path_factory.mktemp("torn") / "kpi.duckdb"
    killed_before_checkpoint(path, "2.csv", "3.csv")
    log = path.with_name("kpi.duckdb.wal")
    log.write_bytes(log.read_bytes()[:-3])
    opened = workspace.open_workspace(path, LETTER)
    yield opened
    opened.close()


@pytest.fixture
def torn(opened_torn, monkeypatch):
    """The plan that pages find open, however many look at it: what was found on opening is said as long as it is."""
    monkeypatch.setattr(services, "open_workspace", lambda *_, **__: opened_torn)


@pytest.fixture
def short_of_one(tmp_path):
    """The database of the page, whose newest commit is gone."""
    path = tmp_path / "kpi.duckdb"
    store = Store.open(path, at=moment(0))
    load_figures(store, [figure("a", "10")], "catalog", actor=ACTOR, at=moment(0))
    store.close()
    shutil.copy(path, tmp_path / "before.duckdb")
    store = Store.open(path, at=moment(0))
    store.commit_batches([upload("2.csv", figure("a", "15"))], actor=ACTOR, at=moment(1))
    store.close()
    shutil.copy(tmp_path / "before.duckdb", path)


@pytest.mark.usefixtures("torn")
@pytest.mark.parametrize("name", PAGES)
def test_a_log_that_was_set_aside_is_said_on_every_page(visit, name):
    app = visit(name)
    assert [each.value for each in app.main.warning if "日志不完整或已损坏" in each.value and "没有删除" in each.value] != []


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_acknowledged_import_that_is_gone_is_an_error_on_the_page(short_of_one, visit, lang):
    app = visit("batches", lang=lang)
    shown = " ".join(each.value for each in app.main.error).replace("\\", "")
    assert texts(lang)("problem.store_journal_missing", count=1, subject="|", path="|").split("|", maxsplit=1)[0] in shown
    assert "2.csv" in shown


def test_a_sound_database_has_nothing_to_say(visit):
    app = visit("batches")
    assert [*app.main.warning, *app.main.error] == []


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_changed_plan_is_said_with_the_command_that_loads_it_and_not_followed(tmp_path, monkeypatch, visit, lang):
    """Whatever the folder says meanwhile, pages show the plan of the database."""
    plan = shutil.copytree(TINY, tmp_path / "plan")
    monkeypatch.setenv("KPI_CATALOG", str(plan))
    workspace.open_workspace(tmp_path / "kpi.duckdb", plan).close()
    figures = plan / "figures.csv"
    figures.write_text(figures.read_text(encoding="utf-8").replace(",420,", ",410,"), encoding="utf-8")
    app = visit("overview", lang=lang)
    (told,) = [each.value.replace("\\", "") for each in app.main.warning]
    assert f"python -m kpi plan load {plan}" in told
    assert [*app.main.error] == []


def test_a_file_that_is_no_database_is_said_to_be_none_with_the_pages_beside(tmp_path, visit):
    (tmp_path / "kpi.duckdb").write_bytes(b"no database" * 500)
    app = visit("overview")
    assert [error.value.partition("：")[2][:12] for error in app.error] == ["它不是本产品的数据库文件"]
    assert "kpi-nav" in "".join(block.proto.body for block in app.sidebar if block.type == "html")
