"""A lake whose files lie in an S3-compatible store, which `make scale-test` brings: the key goes there and nowhere else."""

import logging
import re
import socket
import subprocess
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from kpi.errors import StoreUnusable
from kpi.store import Bucket, Store
from tests.store.helpers import ACTOR, figure, load_figures, moment, upload, values
from tools.postgres import postgres_programs

SERVER = Path(__file__).resolve().parents[2] / ".venv" / "s3" / "bin" / "moto_server"
HERE = "127.0.0.1"
KEY = "river-lantern-42"
pytestmark = [
    pytest.mark.file_only,
    pytest.mark.skipif(postgres_programs() is None, reason="PostgreSQL is not installed"),
    pytest.mark.skipif(not SERVER.exists(), reason="made by `make scale-test`"),
]


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory):
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        port = probe.getsockname()[1]
    address = f"http://{HERE}:{port}"
    with (tmp_path_factory.mktemp("s3") / "log").open("wb") as log:
        server = subprocess.Popen([SERVER, "-H", HERE, "-p", str(port)], stdout=log, stderr=log)
        try:
            until = time.monotonic() + 60
            while not _asked(address, "PUT", "/figures"):
                assert server.poll() is None
                assert time.monotonic() < until
            yield address
        finally:
            server.terminate()
            server.wait()


def _asked(address, method, path):
    try:
        with urllib.request.urlopen(urllib.request.Request(address + path, method=method), timeout=30) as answer:
            return answer.read().decode() or " "
    except urllib.error.URLError:
        return ""


@pytest.fixture
def said(endpoint, tmp_path):
    """Settings that lead there."""
    file = tmp_path / "key"
    file.write_text(f"office\n{KEY}\n", encoding="utf-8")
    file.chmod(0o600)
    return {
        "KPI_S3_ENDPOINT": endpoint,
        "KPI_S3_REGION": "south",
        "KPI_S3_ADDRESSING": "path",
        "KPI_S3_CREDENTIALS_FILE": str(file),
    }


def opened(address, folder, said, place="s3://figures/one"):
    return Store.open(address, at=moment(0), data_path=place, beside=folder, bucket=Bucket.of(lambda name: said.get(name, "")))


def test_figures_lie_there_are_read_back_and_kept_in_order(lakes, said, endpoint, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    address, _ = lakes.new(empty=True)
    store = opened(address, tmp_path, said)
    load_figures(store, [figure("a", "10")], "catalog", actor=ACTOR, at=moment(1))
    for number in range(3):
        many = [figure(f"m{number}_{each}", str(each)) for each in range(150)]
        store.commit_batches([upload(f"{number}.csv", *many)], actor=ACTOR, at=moment(2))
    counted = values(store.current())
    assert len(counted) == 451
    assert store.maintain(datetime.now(UTC) + timedelta(seconds=1)).merged > 0
    copy = store.backup(tmp_path / "copies", at=moment(3))
    store.close()
    listed = re.findall(r"<Key>([^<]*)", _asked(endpoint, "GET", "/figures"))
    assert "one/KPI-LAKE.csv" in listed
    assert any(each.startswith("one/main/observation_log/") and each.endswith(".parquet") for each in listed)
    again = opened(address, tmp_path, said)
    assert values(again.current()) == counted
    assert again.verify() == []
    again.close()
    backed_up = Store.open(copy, at=moment(4))
    assert values(backed_up.current()) == counted
    backed_up.close()
    assert KEY not in caplog.text
    assert not [
        path for path in tmp_path.rglob("*") if path.is_file() and path.name != "key" and KEY.encode() in path.read_bytes()
    ]


def test_a_query_reaches_no_other_bucket_and_sees_no_key(lakes, said, endpoint, tmp_path):
    assert _asked(endpoint, "PUT", "/others")
    assert _asked(endpoint, "PUT", "/others/x.csv")
    address, _ = lakes.new(empty=True)
    store = opened(address, tmp_path, said, "s3://figures/two")
    try:
        with store._database.reading() as cursor:
            with pytest.raises(duckdb.PermissionException):
                cursor.execute("from read_text('s3://others/x.csv')")
            assert KEY not in str(cursor.execute("from duckdb_secrets()").fetchall())
    finally:
        store.close()


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"KPI_S3_ENDPOINT": f"ftp://{HERE}"}, "bucket_setting"),
        ({"KPI_S3_ENDPOINT": f"{HERE}:9000"}, "bucket_setting"),
        ({"KPI_S3_ADDRESSING": "host"}, "bucket_setting"),
        ({"KPI_S3_CREDENTIALS_FILE": "nowhere"}, "bucket_setting"),
        ({"KPI_S3_ENDPOINT": f"http://{HERE}:1"}, "lake_data_path_unusable"),
    ],
)
def test_what_is_set_wrongly_is_said(lakes, said, tmp_path, changed, key):
    address, _ = lakes.new(empty=True)
    with pytest.raises(StoreUnusable) as refused:
        opened(address, tmp_path, said | changed)
    assert refused.value.message.key == f"error.{key}"
    assert KEY not in str(refused.value)


def test_a_key_that_others_may_read_is_refused(lakes, said, tmp_path):
    Path(said["KPI_S3_CREDENTIALS_FILE"]).chmod(0o644)
    address, _ = lakes.new(empty=True)
    with pytest.raises(StoreUnusable) as refused:
        opened(address, tmp_path, said)
    assert refused.value.message.key == "error.bucket_key_open"
