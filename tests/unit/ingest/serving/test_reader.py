"""Files of others are read in children: the same comes back, nothing but records can, one that dies takes none along."""

import io
import os
import pickle
import threading
from dataclasses import replace
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from kpi import model
from kpi.errors import UnreadableFile
from kpi.i18n import texts
from kpi.ingest import Knowledge, Readers, Remark, UploadFile, marked_workbook, read_upload
from kpi.ingest.names.directories import Directory
from kpi.ingest.problems import listed
from kpi.ingest.reading import outlined
from kpi.ingest.serving import frames, reader, sandbox
from kpi.model import Measure, Message
from tests.unit.ingest.workbooks import saved

TODAY = date(2026, 1, 15)
HEADER = ["指标代码", "年份", "数值", "单位"]
ROWS = [
    HEADER,
    ["landfill_daily", "2024", "5", "吨"],
    ["nobody_knows", "2024", "x", "吨"],
    ["landfill_daily", "2024", "170%", ""],
]
TEXT = "\n".join(map(",".join, ROWS)).encode()


def readings(catalog, *files):
    return list(Readers(catalog, (), (), TODAY).read([UploadFile(*each) for each in files], lambda _: None))


@pytest.mark.parametrize(("name", "content"), [("a.csv", TEXT), ("a.xlsx", saved(ROWS)), ("a.csv", b"\xff"), ("a.csv", b"")])
def test_a_child_reads_what_is_read_here(tiny, name, content):
    here = read_upload(UploadFile(name, content), Knowledge.of(tiny), today=TODAY)
    assert readings(tiny, (name, content)) == [outlined(here)]


def test_a_table_that_is_only_shown_knows_how_many_rows_it_had(tiny, monkeypatch):
    monkeypatch.setattr("kpi.ingest.reading.OUTLINE_CELLS", 10)
    (sheet,) = outlined(read_upload(UploadFile("a.csv", TEXT), tiny, today=TODAY)).book.sheets
    assert (len(sheet.rows), sheet.beyond, sheet.filled) == (2, 2, True)


@pytest.mark.parametrize("thing", [os.system, eval, UploadFile("a", b""), Message, threading.Thread])
def test_nothing_but_records_comes_back(thing):
    allowed = thing is Message
    try:
        assert frames.records(pickle.dumps(thing)) is Message
    except pickle.UnpicklingError:
        assert not allowed


def test_every_record_of_the_model_may_come_back_wherever_it_stands():
    shared = [each for each in vars(model).values() if isinstance(each, type)]
    assert len(shared) > 20
    assert [frames.records(frames.packed(each)) for each in shared] == shared


def test_records_come_back_whole(tiny):
    measure = next(iter(tiny.measures.values()))
    sent = (measure, Decimal("1.5"), date(2024, 1, 1), Message("a", {"b": (1, "c")}))
    assert frames.records(frames.packed(sent)) == sent
    assert isinstance(frames.records(frames.packed(measure)), Measure)


@pytest.mark.parametrize("content", [b"", b"\0\0\0\0\0\0\0\x09abc", b"\0\0\0\0\0\0\1\0"])
def test_a_frame_that_is_not_whole_or_too_long_is_none(content):
    with pytest.raises(EOFError):
        frames.receive(io.BytesIO(content), 100)


def dying(monkeypatch, tmp_path, code):
    """Children that read nothing and do `code`."""
    (tmp_path / "__main__.py").write_text(f"import os, sys, time\n{code}\n", encoding="utf-8")
    monkeypatch.setattr(sandbox.started, "__defaults__", (tmp_path,))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("os.abort()", "reader_died"),
        ("sys.exit(0)", "reader_died"),
        ("os.kill(os.getpid(), 24)", "reader_slow"),
        ("time.sleep(60)", "reader_slow"),
        ("sys.stdout.buffer.write((9).to_bytes(8, 'big') + b'+nonsense'); sys.stdout.flush(); sys.stdin.read()", "reader_died"),
        ("sys.stdout.buffer.write((8).to_bytes(8, 'big') + b'-reader_'); sys.stdout.flush(); sys.stdin.read()", "reader_"),
        ("sys.stdout.buffer.write(b'\\xff' * 8); sys.stdout.flush(); sys.stdin.read()", "reader_died"),
    ],
)
def test_whatever_becomes_of_the_child_each_file_is_told(tiny, monkeypatch, tmp_path, code, expected):
    dying(monkeypatch, tmp_path, code)
    monkeypatch.setattr(sandbox, "SECONDS", 1)
    found = readings(tiny, ("a.csv", TEXT), ("b.csv", TEXT))
    assert [[problem.code for problem in each.problems] for each in found] == [[expected], [expected]]
    assert [each.file for each in found] == ["a.csv", "b.csv"]


@pytest.mark.slow
def test_no_more_children_work_than_the_machine_bears(tiny, monkeypatch):
    working, most = [], []
    exchange = reader._Child._exchange

    def counted(self, *given):
        working.append(self)
        most.append(len(working))
        try:
            return exchange(self, *given)
        finally:
            working.remove(self)

    monkeypatch.setattr(reader._Child, "_exchange", counted)
    monkeypatch.setattr(sandbox, "SLOTS", threading.BoundedSemaphore(1))
    uploads = [threading.Thread(target=readings, args=(tiny, *[("a.csv", TEXT)] * 3)) for _ in range(3)]
    for each in uploads:
        each.start()
    for each in uploads:
        each.join(60)
    assert (max(most), len(most)) == (1, 9)


@pytest.mark.slow
def test_a_child_is_followed_by_another_after_a_score_of_files(tiny, monkeypatch):
    monkeypatch.setattr(reader, "FILES_PER_CHILD", 2)
    monkeypatch.setattr(reader, "AT_ONCE", 1)
    processes = []
    started = sandbox.started
    monkeypatch.setattr(sandbox, "started", lambda *given: processes.append(started(*given)) or processes[-1])
    assert len(readings(tiny, *[("a.csv", TEXT)] * 5)) == 5
    assert [each.returncode for each in processes] == [0, 0, 0]


def marked(content, reading):
    remarks = [Remark(each, "错误", each.code, "") for each in reading.problems]
    return marked_workbook(content, reading, remarks, texts("zh"))


@pytest.mark.parametrize(("name", "content"), [("a.csv", TEXT), ("a.xlsx", saved(ROWS))])
def test_the_table_that_goes_back_is_made_of_the_whole_file(tiny, name, content):
    (reading,) = readings(tiny, (name, content))
    book = openpyxl.load_workbook(io.BytesIO(marked(content, reading)))
    assert [row[0].value for row in book.worksheets[0].iter_rows()] == [row[0] for row in ROWS]
    assert "measure_unknown" in book.worksheets[0]["E3"].value


def test_a_table_that_costs_too_much_to_mark_is_said(tiny, monkeypatch, tmp_path):
    (reading,) = readings(tiny, ("a.csv", TEXT))
    dying(monkeypatch, tmp_path, "os.abort()")
    with pytest.raises(UnreadableFile) as refused:
        marked(TEXT, replace(reading, file="a.csv"))
    assert (refused.value.message.key, refused.value.message.values["name"]) == ("error.reader_died", "a.csv")


def test_the_files_of_an_upload_share_one_budget_of_values(tiny, monkeypatch):
    monkeypatch.setattr(reader, "MOST_VALUES", 3)
    good = b"\n".join(TEXT.splitlines()[:2])
    found = readings(tiny, *[(f"{i}.csv", good) for i in range(5)])
    assert [len(each.observations) for each in found] == [1, 1, 1, 0, 0]
    assert [[problem.code for problem in each.problems] for each in found[3:]] == [["too_many_values"]] * 2
    assert found[3].problems[0].suggestion.key == "suggestion.upload_apart"


def test_the_files_of_an_upload_share_one_list_of_problems(tiny, monkeypatch):
    monkeypatch.setattr(reader, "MOST_PROBLEMS", 12)
    monkeypatch.setattr(reader, "LEAST_PROBLEMS", 2)
    bad = "\n".join([",".join(HEADER), *["nobody_knows,2024,5,吨"] * 10]).encode()
    found = readings(tiny, *[(f"{i}.csv", bad) for i in range(3)])
    assert [len(each.problems) for each in found] == [10, 3, 3]
    assert [found[i].problems[-1].values for i in (1, 2)] == [{"most": 2, "count": 8, "errors": 8}] * 2


@pytest.mark.slow
def test_what_was_not_listed_before_is_still_counted(tiny):
    bad = "\n".join([",".join(HEADER), *["landfill_daily,2024,5,吨"] * 5_011]).encode()  # each but the first says it again
    (whole,) = readings(tiny, ("a.csv", bad))
    assert whole.problems[-1].values == {"most": 5_000, "count": 10, "errors": 10}
    assert listed("a.csv", whole.problems, 7)[-1].values == {"most": 7, "count": 5_003, "errors": 5_003}
    assert listed("a.csv", whole.problems) is whole.problems


def test_nobody_looks_for_what_an_unlisted_name_may_mean(tiny, monkeypatch):
    asked = []
    offers = Directory.offers
    monkeypatch.setattr(Directory, "offers", lambda self, text: asked.append(text) or offers(self, text))
    monkeypatch.setattr("kpi.ingest.problems.MOST_PROBLEMS", 3)
    noted = [f"landfill_daily,{year},5①,吨" for year in (2021, 2022)]
    bad = "\n".join([",".join(HEADER), *noted, *[f"nobody_knows_{i},2024,5,吨" for i in range(3)]]).encode()
    reading = read_upload(UploadFile("a.csv", bad), tiny, today=TODAY)
    assert [problem.code for problem in reading.problems][-3:] == ["measure_unknown"] * 3
    assert asked == ["nobody_knows_0"]
