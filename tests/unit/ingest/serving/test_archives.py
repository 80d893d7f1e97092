"""A zip of tables is one file whose sheets are those of its members; one that is none, or holds none, says so."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest

from kpi.i18n import texts
from kpi.ingest import FileChoices, Readers, Remark, SheetChoices, UploadFile, marked_workbook
from kpi.ingest.serving import archives
from kpi.model import Severity
from tests.unit.ingest.workbooks import saved

TODAY = date(2026, 1, 15)
HEADER = ["指标代码", "年份", "数值", "单位"]


def row(year, value="5", measure="landfill_daily"):
    return [measure, year, value, "吨"]


def table(*rows):
    return "\n".join(map(",".join, [HEADER, *rows])).encode()


def packed(*members, **options):
    """A zip of names and contents."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members:
            made.writestr(name, content, **options)
    return buffer.getvalue()


def read_all(catalog, *files, choices=lambda _: None, on_stage=lambda stage, share: None):
    return list(Readers(catalog, (), (), TODAY).read([UploadFile(*each) for each in files], choices, on_stage))


def read(catalog, content, **more):
    (reading,) = read_all(catalog, ("各区.zip", content), **more)
    return reading


def told(reading):
    return [(problem.severity, problem.code, problem.sheet, problem.row) for problem in reading.problems]


def test_every_member_is_read_and_every_figure_knows_its_place(tiny):
    book = saved([HEADER, row("2023", "7")])
    reading = read(tiny, packed(("报表/城区.csv", table(row("2022"))), ("报表/郊区.xlsx", book)))
    assert [(each.file, each.sheet, each.row, each.value, each.as_of.year) for each in reading.observations] == [
        ("各区.zip", "城区.csv", 2, 5, 2022),
        ("各区.zip", "郊区.xlsx › 填报", 2, 7, 2023),
    ]
    assert (reading.problems, reading.ok) == ((), True)
    assert [sheet.sheet for sheet in reading.sheets] == ["城区.csv", "郊区.xlsx › 填报"]


def test_a_fault_is_named_by_member_and_row_and_refuses_the_whole(tiny):
    reading = read(tiny, packed(("a.csv", table(row("2022"))), ("b.csv", table(row("2023"), row("2024", "x")))))
    assert told(reading) == [(Severity.ERROR, "value_unreadable", "b.csv", 3)]
    assert not reading.ok


def test_what_two_members_say_of_the_same_is_refused_with_both_places(tiny):
    reading = read(tiny, packed(("a.csv", table(row("2022"))), ("b.csv", table(row("2023"), row("2022", "6")))))
    (problem,) = reading.problems
    assert (problem.code, problem.sheet, problem.row) == ("duplicate_elsewhere", "b.csv", 3)
    assert (problem.values["place"], problem.values["row"]) == ("a.csv", 2)


@pytest.mark.parametrize(
    ("archive", "member"),
    [("各区.zip", "佛山市.csv"), ("各区.zip", "佛山市/a.csv"), ("佛山市.zip", "a.csv"), ("佛山市.zip", "x/a.csv")],
)
def test_a_place_that_is_not_ours_is_seen_wherever_it_is_named(tiny, archive, member):
    (alone,) = read_all(tiny, ("佛山市.csv", table(row("2022"))))
    (reading,) = read_all(tiny, (archive, packed((member, table(row("2022"))))))
    assert ([problem.code for problem in reading.problems], reading.observations) == (["region_around"], ())
    assert [problem.code for problem in alone.problems] == ["region_around"]


def test_names_packed_by_windows_are_read_as_chinese(tiny):
    content = packed(("aaaa.csv", table(row("2022"))))
    name = "城区".encode("gb18030")
    reading = read(tiny, content.replace(b"aaaa", name))
    assert [sheet.sheet for sheet in reading.sheets] == ["城区.csv"]


def test_what_is_no_table_has_to_be_confirmed_and_what_systems_add_is_passed_over(tiny):
    beside = [("__MACOSX/._a.csv", b"x"), (".DS_Store", b"x"), ("~$a.xlsx", b"x"), ("Thumbs.db", b"x"), ("说明.docx", b"x")]
    reading = read(tiny, packed(("a.csv", table(row("2022"))), *beside))
    assert told(reading) == [(Severity.WARNING, "members_ignored", "", None)]
    assert reading.problems[0].values == {"count": 1, "names": ("说明.docx",)}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (packed(("说明.docx", b"x")), "archive_without_tables"),
        (packed(("a.zip", packed(("a.csv", table(row("2022")))))), "archive_without_tables"),
        (packed(("a.csv", table(row("2022"))))[:-30], "archive_damaged"),
        (packed(("a.csv", b"0" * 3_000_000)), "archive_too_large"),
    ],
)
def test_an_archive_that_cannot_be_read_says_why(tiny, content, code):
    assert told(read(tiny, content)) == [(Severity.ERROR, code, "", None)]


def test_a_locked_archive_is_said_to_be_locked(tiny):
    content = bytearray(packed(("a.csv", table(row("2022")))))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + place] |= 1
    assert [problem.code for problem in read(tiny, bytes(content)).problems] == ["encrypted"]


def test_more_members_than_anybody_has_are_refused(tiny, monkeypatch):
    assert told(read(tiny, packed(*((f"{i}.csv", b"x") for i in range(10_001))))) == [
        (Severity.ERROR, "archive_too_large", "", None)
    ]


def test_a_workbook_whose_first_member_is_unusual_is_still_a_workbook(tiny):
    content = saved([HEADER, row("2022")])
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        members = [("data.csv", b"x"), *((name, source.read(name)) for name in source.namelist())]
    reading = read(tiny, packed(*members))
    assert [each.sheet for each in reading.observations] == ["填报"]


def test_archives_and_files_come_in_their_order(tiny):
    archive = packed(("a.csv", table(row("2022"))))
    readings = read_all(tiny, ("1.csv", table(row("2020"))), ("2.zip", archive), ("3.csv", table(row("2021"))))
    assert [(each.file, each.observations[0].as_of.year) for each in readings] == [
        ("1.csv", 2020),
        ("2.zip", 2022),
        ("3.csv", 2021),
    ]


def test_a_choice_for_one_sheet_is_for_that_one(tiny):
    later = [["x"], ["x"], HEADER, row("2023")]
    content = packed(("a.csv", table(row("2022"))), ("b.xlsx", saved(later)))
    chosen = FileChoices(by_sheet={"b.xlsx › 填报": SheetChoices(header_row=3)}, sheets=("b.xlsx › 填报",))
    reading = read(tiny, content, choices=lambda _: chosen)
    assert [each.sheet for each in reading.observations] == ["b.xlsx › 填报"]
    assert [(sheet.sheet, sheet.first_row) for sheet in reading.sheets] == [("b.xlsx › 填报", 3)]


def test_too_many_errors_end_the_reading_and_say_how_much_is_left(tiny, monkeypatch):
    monkeypatch.setattr(archives, "_AT_ONCE", 1)
    monkeypatch.setattr(archives, "MOST_PROBLEMS", 1)
    bad = table(row("2024", "x"))
    reading = read(tiny, packed(("a.csv", bad), ("b.csv", bad), ("c.csv", bad)))
    assert [problem.code for problem in reading.problems] == ["value_unreadable", "members_unread"]
    assert reading.problems[1].values["count"] == 2


def test_whoever_waits_is_told_and_may_call_it_off(tiny):
    content = packed(*((f"{year}.csv", table(row(str(year)))) for year in (2021, 2022)))
    shares = []
    read(tiny, content, on_stage=lambda stage, share: shares.append((stage, share)))
    assert shares == [("reading", 0.0), ("reading", 0.5), ("reading", 1.0)]

    def off(stage, share):
        if share:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        read(tiny, content, on_stage=off)


def test_faulty_members_go_back_with_their_faults(tiny):
    content = packed(("a.csv", table(row("2022"))), ("b.csv", table(row("2024", "x"))))
    reading = read(tiny, content)
    remarks = [Remark(problem, "错误", "不是数", "") for problem in reading.problems]
    book = openpyxl.load_workbook(io.BytesIO(marked_workbook(content, reading, remarks, texts("zh"))))
    assert book.sheetnames == ["a.csv", "b.csv"]
    assert [cell.value for cell in book["b.csv"][2]] == ["landfill_daily", 2024, "x", "吨", "错误：不是数"]


def test_only_so_many_good_sheets_are_kept_to_be_looked_at(tiny, monkeypatch):
    monkeypatch.setattr(archives, "_SHOWN", 1)
    good = [(f"{year}.csv", table(row(str(year)))) for year in (2020, 2021, 2022)]
    reading = read(tiny, packed(*good, ("bad.csv", table(row("2024", "x")))))
    assert [sheet.name for sheet in reading.book.sheets] == ["2020.csv", "bad.csv"]


def test_a_name_cannot_break_a_line_and_is_no_longer_than_anybody_reads(tiny):
    name = "x" * 300 + "\r\n\u2028.csv"
    (sheet,) = read(tiny, packed((name, table(row("2022"))))).sheets
    assert sheet.sheet.isprintable()
    assert len(sheet.sheet) == 120


def test_a_child_that_sends_more_than_may_be_unpacked_is_not_believed(tiny, monkeypatch):
    monkeypatch.setattr(archives, "MOST_BYTES", 100)
    content = packed(("a.csv", table(row("2022"))), ("b.csv", table(*(row(str(year)) for year in range(2000, 2010)))))
    assert [problem.code for problem in read(tiny, content).problems] == ["reader_died"]


def test_more_figures_than_are_held_one_by_one_are_packed_and_say_the_same(tiny, monkeypatch):
    members = [("a.csv", table(row("2020"), row("2021"))), ("b.xlsx", saved([HEADER, row("2022", "7")]))]
    one_by_one = read(tiny, packed(*members))
    monkeypatch.setattr(archives, "MOST_VALUES", 1)
    together = read(tiny, packed(*members))
    assert (together.observations, together.problems, together.count) == ((), (), 3)
    assert together.large.rows(together.large.table()) == one_by_one.observations
    assert together.large.table()["position"].to_pylist() == [0, 1, 2]


def test_also_of_so_many_what_two_members_say_of_the_same_is_refused(tiny, monkeypatch):
    content = packed(("a.csv", table(row("2022"), row("2020"))), ("b.csv", table(row("2023"), row("2022", "6"))))
    one_by_one = read(tiny, content)
    monkeypatch.setattr(archives, "MOST_VALUES", 1)
    together = read(tiny, content)
    assert [problem.code for problem in together.problems] == ["duplicate_elsewhere"]
    assert (together.problems, together.ok, together.large) == (one_by_one.problems, False, None)
