"""Files made to do harm: each ends in one clear problem, and the process that asked lives on."""

import io
import os
import sys
import zipfile
from pathlib import Path

import pytest

from kpi.ingest.child import archive, process
from kpi.ingest.child.archive import Unreadable
from kpi.ingest.refusals import Refused
from kpi.ingest.serving import sandbox
from kpi.ingest.tables.grid import letter
from tests.counting import at_most
from tests.unit.ingest.workbooks import repacked, saved, with_cells


def zipped(**entries):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in entries.items():
            target.writestr(name.replace("__", "/"), data)
    return buffer.getvalue()


def child(tmp_path, code):
    """A folder that runs as the child process does."""
    (tmp_path / "__main__.py").write_text(f"import os, sys, time\nsys.stdin.buffer.read()\n{code}\n", encoding="utf-8")
    return tmp_path


FAR_APART = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
LOW = b'<row r="60001"><c r="A60001"><v>1</v></c></row>'
RIGHT = b'<row r="1"><c r="SG1"><v>1</v></c></row>'
WIDE = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="59000"><c r="RR59000"><v>1</v></c></row>'
MERGED = b'<row r="1">' + b"".join(b'<c r="%s1"><v>1</v></c>' % letter(i).encode() for i in range(500)) + b"</row>"
MERGED += b'<row r="3000"><c r="SF3000"><v>1</v></c></row>'
DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


def merging(areas, rows=MERGED):
    """A workbook whose only sheet merges these areas."""
    cells = b"".join(b'<mergeCell ref="%s"/>' % area.encode() for area in areas)
    content = with_cells(rows)
    return repacked(content, [("sheet1.xml", rb"</sheetData>", b"</sheetData><mergeCells>" + cells + b"</mergeCells>")])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (lambda: b"PK\x03\x04" + b"\0" * 100, "archive_damaged"),
        (lambda: saved([["指标代码"]])[:-200], "archive_damaged"),
        (lambda: zipped(a="b"), "not_a_workbook"),
        (lambda: zipped(word__document="<x/>"), "not_a_workbook"),
        (lambda: zipped(xl__worksheets__sheet1=b"0" * 30_000_000), "archive_too_large"),
        (lambda: zipped(**{f"f{number}": b"" for number in range(5_001)}), "archive_too_large"),
        (lambda: with_cells(FAR_APART), "sheet_too_large"),
        (lambda: with_cells(WIDE), "sheet_too_large"),
        (lambda: with_cells(LOW), "sheet_too_large"),
        (lambda: with_cells(RIGHT), "sheet_too_large"),
        (lambda: merging(f"{letter(i)}1:{letter(i)}60000" for i in range(500)), "sheet_too_large"),
        (lambda: merging("A1:SF60000" for _ in range(2000)), "sheet_too_large"),
        (lambda: merging(f"{letter(i % 500)}{1 + i}:{letter(i % 500)}{2 + i}" for i in range(20_001)), "sheet_too_large"),
        (lambda: with_cells(b"<row><c><v>1</v></c>" * 10), "archive_damaged"),
        (lambda: repacked(saved([["x"]]), [("xl/workbook.xml", rb"<workbook ", DOCTYPE + b"<workbook ")]), "archive_damaged"),
        (lambda: repacked(saved([["x"]]), [("workbook.xml.rels", rb"worksheets/sheet1", b"gone")]), "archive_damaged"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99) + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",  # made when it is read, not by each worker that collects
)
def test_a_crafted_workbook_is_one_problem_and_nothing_else(read, content, code):
    reading = read(content(), name="x.xlsx")
    assert [(p.severity, p.row, p.code) for p in reading.problems] == [("error", None, code)]
    assert reading.observations == ()


def test_one_name_twice_in_the_archive_is_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        target.writestr("a", "1")
        with pytest.warns(UserWarning, match="Duplicate name"):
            target.writestr("a", "2")
    with pytest.raises(Unreadable, match="archive_damaged"):
        archive.Archive(buffer.getvalue())


@pytest.mark.parametrize("part", ["<x>", "<x", "", "<x/><x/>"])
def test_a_part_that_ends_too_early_or_goes_on_is_refused(part):
    with pytest.raises(Unreadable, match="archive_damaged"):
        archive.Archive(zipped(a=part)).parse("a", archive.Elements())


def test_what_the_child_hands_back_of_merged_cells_is_spread_already():
    rows = b'<row r="1"><c r="A1"><v>7</v></c></row><row r="3"><c r="B3"><v>1</v></c></row>'
    answer = sandbox.run("workbook", merging(["A1:A1048576", "C1:C1"], rows))["sheets"][0]
    assert answer["rows"] == [["7", ""], ["7", ""], ["7", "1"]]
    assert answer["marks"] == [[1, 0, "merged"], [2, 0, "merged"]]
    assert answer["merged"] == [[0, 0, 1048575, 0]]


def test_an_encrypted_entry_is_refused():
    content = bytearray(zipped(a="b"))
    central = content.index(b"PK\x01\x02")
    content[central + 8] |= 1
    with pytest.raises(Unreadable, match="encrypted"):
        archive.Archive(bytes(content))


def test_too_many_cells_are_refused_before_they_are_read(monkeypatch):
    from kpi.ingest.child import scan, workbook

    monkeypatch.setattr(scan, "MOST_CELLS", 3)
    with pytest.raises(Unreadable, match="sheet_too_large"):
        workbook.read_workbook(saved([["a", "b"], ["c", "d"]]))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("os.abort()", "reader_died"),
        ("sys.exit(3)", "reader_died"),
        ("print('{\"result\": []}', flush=True); os.abort()", "reader_died"),
        ("print('no answer')", "reader_died"),
        ("os.kill(os.getpid(), 9)", "reader_died"),
        ("time.sleep(30)", "reader_slow"),
        ('print(\'{"refused": "reader_limit"}\')', "reader_limit"),
    ],
)
def test_whatever_becomes_of_the_child_the_parent_says_so(tmp_path, code, expected):
    with pytest.raises(Refused) as refused:
        sandbox.run("workbook", b"x" * 1_000_000, seconds=2, child=child(tmp_path, code))
    assert refused.value.code == expected
    assert refused.value.suggestion.key.startswith("suggestion.")


def test_a_reader_that_breaks_down_is_a_problem_of_the_file(read, monkeypatch, tmp_path):
    broken = child(tmp_path, "os.abort()")
    monkeypatch.setattr(sandbox.run, "__kwdefaults__", {**sandbox.run.__kwdefaults__, "child": broken})
    assert [p.code for p in read(saved([["x"]]), name="x.xlsx").problems] == ["reader_died"]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits; the clock alone ends the child there")
@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("x = bytearray(3 << 30)", "MemoryError"),
        ("open('x', 'wb', buffering=0).write(b'x' * 10)", "OSError"),
    ],
)
def test_the_child_has_no_memory_and_no_disk_to_spend(tmp_path, code, expected):
    room = Path(process.__file__).parents[3]
    code = f"""
sys.path.insert(0, {str(room)!r})
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from kpi.ingest.child.process import limit_itself
os.chdir({str(tmp_path)!r})
limit_itself()
try:
    {code}
except (MemoryError, OSError) as error:
    print('{{"result": "' + type(error).__name__ + '"}}')
"""
    assert sandbox.run("workbook", b"", child=child(tmp_path, code)) == expected


def test_the_child_knows_nothing_of_the_environment_or_the_product(tmp_path, monkeypatch):
    monkeypatch.setenv("KPI_DATABASE", "secret")
    seen = "[sorted(k for k in os.environ if k.startswith('KPI')), 'kpi' in sys.modules]"
    code = f"import json\nprint(json.dumps({{'result': {seen}}}))"
    assert sandbox.run("workbook", b"", child=child(tmp_path, code)) == [[], False]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="where nothing forks, each child is a new interpreter")
def test_a_small_workbook_takes_one_child_and_no_new_interpreter(read):
    content = saved([["指标代码", "年份", "数值"], *[["landfill_daily", 1990 + i, i] for i in range(30)]])
    read(content)  # what children are forked from has started
    with at_most(1, sandbox, "started"), at_most(0, sandbox, "_interpreter"):
        assert len(read(content).observations) == 30
