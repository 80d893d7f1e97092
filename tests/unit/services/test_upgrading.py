"""A database of every earlier version opens, says what it said, proves whole, and takes the next file."""

import lzma
from datetime import date
from pathlib import Path

import pytest

from kpi import services
from kpi.access import OWNER
from kpi.ingest import UploadFile
from kpi.model import Actor
from kpi.services import Query
from kpi.store import migrating
from tests.databases import TINY

KEPT = Path(__file__).parents[2] / "data" / "databases"
VERSIONS = sorted(path.name.partition(".")[0] for path in KEPT.glob("*.duckdb.xz"))
NOT_KEPT = {"0001", "0006"}
"""Their migrations came in one step with the next."""
ACTOR = Actor("审核人", OWNER)


def unpacked(version: str, folder: Path) -> Path:
    for packed in KEPT.glob(f"{version}.*.xz"):
        name = packed.name.removesuffix(".xz").replace(version, "kpi")
        (folder / name).write_bytes(lzma.decompress(packed.read_bytes()))
    return folder / "kpi.duckdb"


def test_every_earlier_migration_has_its_database():
    *earlier, _ = [path.name[:4] for path in migrating._MIGRATIONS]
    assert set(earlier) - NOT_KEPT <= set(VERSIONS)


@pytest.mark.slow
@pytest.mark.parametrize("version", VERSIONS)
def test_a_database_of_an_earlier_version(version, tmp_path):
    workspace = services.open_workspace(unpacked(version, tmp_path), TINY)
    try:
        view = services.status(workspace, ACTOR, Query(date(2024, 12, 31)))
        assert [(row.assessment.target_id, row.assessment.year, str(row.assessment.status)) for row in view.standings] == [
            ("G1", None, "on_pace"),
            ("G2", 2023, "met"),  # 12,500 of 12,000
            ("G2", 2024, "missed"),  # 11,000 of 12,000
            ("G2", 2025, "not_started"),
            ("G3", None, "on_pace"),
        ]
        assert services.verify(workspace, ACTOR) == ()
        table = "指标代码,年份,数值,单位\nvolunteers_trained,2025,1.3,万人次\n".encode()
        preview = services.check_upload(workspace, ACTOR, [UploadFile("next.csv", table)])
        services.import_files(workspace, ACTOR, preview, accept_warnings=True)
        assert services.verify(workspace, ACTOR) == ()
    finally:
        workspace.close()
