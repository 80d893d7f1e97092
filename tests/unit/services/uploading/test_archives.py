"""An archive leaves the same whether its figures are held one by one or, being many, set-wise: each with its member and row."""

import io
import zipfile

import pytest

from kpi import services
from kpi.services import UploadFile
from tests.databases import TINY
from tests.unit.services.conftest import ZHANG
from tests.unit.services.uploading.test_large import FIRST, HEADER, SECOND, left, loaded


def archive_of(name, **members):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as made:
        for member, rows in members.items():
            made.writestr(zipfile.ZipInfo(f"{member}.csv"), "\n".join((HEADER, *rows)).encode("gb18030"))
    return UploadFile(name, written.getvalue())


FILES = (archive_of("上报.zip", 培训=FIRST[:4], 填埋=FIRST[4:]), archive_of("更正.zip", 培训=SECOND[:2], 其他=SECOND[2:]))


@pytest.mark.slow
def test_the_same_archive_both_ways(opened, monkeypatch):
    one_by_one = opened(TINY, "one by one.duckdb")
    before = loaded(one_by_one, *FILES)
    monkeypatch.setattr("kpi.ingest.serving.archives.MOST_VALUES", 1)
    set_wise = opened(TINY, "set-wise.duckdb")
    after = loaded(set_wise, *FILES)
    assert [(one.is_large, other.is_large) for one, other in zip(before, after, strict=True)] == [(False, True)] * 2
    for one, other in zip(before, after, strict=True):
        assert sorted(_place(each) for each in other.problems) == sorted(_place(each) for each in one.problems)
        assert other.counts == one.counts
        rows = [{(each.kind, each.cell, each.new_text) for each in of.rows if each.kind != "unchanged"} for of in (one, other)]
        assert rows[0] == rows[1]
    assert left(set_wise) == left(one_by_one)
    sheets = set_wise.store.current().groupby("file")["sheet"].unique()
    assert {file: set(names) for file, names in sheets.items() if file} == {
        "上报.zip": {"培训.csv", "填埋.csv"},
        "更正.zip": {"培训.csv", "其他.csv"},
    }
    for workspace in (one_by_one, set_wise):
        services.withdraw(workspace, ZHANG, 2, "重复上报")
    assert left(set_wise) == left(one_by_one)


def _place(told):
    return told.problem.code, told.problem.sheet, told.problem.row or 0


def test_an_archive_that_is_large_comes_alone(opened, monkeypatch):
    monkeypatch.setattr("kpi.ingest.serving.archives.MOST_VALUES", 1)
    preview = services.check_upload(opened(TINY), ZHANG, list(FILES))
    assert [each.problem.code for each in preview.problems] == ["bulk_not_alone"] * 2
