"""Plans as workbooks, archives and files: into the tables and out of them, and nothing of what is wrong with one gets in."""

import io
import zipfile

import openpyxl
import pytest

from kpi import services
from kpi.access import READER
from kpi.errors import CatalogRefused, NotAllowed
from kpi.model import Actor
from kpi.services import UploadFile
from kpi.views import FileChange
from tests.databases import LETTER, TINY
from tests.unit.ingest.workbooks import bytes_of, with_cells
from tests.unit.services.conftest import ZHANG
from tests.unit.services.plans.conftest import edit, files_of

pytestmark = pytest.mark.slow


def exported(workspace, lang="zh"):
    return services.export_workbook(workspace, ZHANG, workspace.plan_id, lang=lang)


def checked(workspace, content, name="规划.xlsx", **options):
    return services.check_plan(workspace, ZHANG, [UploadFile(name, content)], **{"plan_id": workspace.plan_id, **options})


def edited(content, change):
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book)
    return bytes_of(book)


def put(sheet, heading, key, value):
    """A cell, by its heading and the code its row begins with."""
    row = next(cell.row for cell in sheet["A"] if cell.value == key)
    column = next(cell.column for cell in sheet[1] if cell.value == heading)
    sheet.cell(row, column).value = value
    return row


def refusals(preview):
    found = [each.problem for each in preview.view.problems if each.refuses]
    return [(each.code, each.file, each.sheet, each.row) for each in found]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_was_loaded_from_a_folder_changes_nothing_as_a_workbook(opened, shipped, lang):
    workspace = opened(shipped)
    preview = checked(workspace, exported(workspace, lang))
    assert (preview.view.ok, preview.view.is_loaded, preview.view.files, preview.view.judged) == (True, True, (), ())
    assert services.load_plan(workspace, ZHANG, preview) is None
    assert services.export_plan(workspace, ZHANG, workspace.plan_id) == files_of(shipped)


def test_a_workbook_becomes_a_plan_that_is_written_out_as_it_came(opened):
    """Into a database of another plan, and from there as a folder, which is the one the workbook was made of."""
    content = exported(opened(TINY, "first.duckdb"))
    workspace = opened(LETTER)
    preview = checked(workspace, content, "yunxi.xlsx", plan_id="")
    assert (preview.view.plan_id, preview.view.is_new, preview.view.problems) == ("yunxi", True, ())
    assert services.load_plan(workspace, ZHANG, preview, note="新规划") == 2
    written, brought = services.export_plan(workspace, ZHANG, "yunxi"), files_of(TINY)
    assert [name for name in brought if written[name] != brought[name]] == [
        "units.csv"
    ]  # which has the other plan's spellings too
    again = checked(workspace, services.export_workbook(workspace, ZHANG, "yunxi"), "yunxi.xlsx", plan_id="")
    assert again.view.is_loaded
    assert services.verify(workspace, ZHANG) == ()


def test_empty_rows_that_a_plan_was_loaded_with_are_no_change(opened, tiny_copy):
    """Rows keep their order, and that is what counts; a row between two others moves those below it."""
    edit(tiny_copy / "targets.csv", "G2,volunteers_trained", "\nG2,volunteers_trained")
    workspace = opened(tiny_copy)
    assert checked(workspace, exported(workspace)).view.is_loaded


def test_one_cell_changed_in_a_workbook_is_one_row_changed(opened):
    workspace = opened(TINY)
    preview = checked(workspace, edited(exported(workspace), lambda book: put(book["目标"], "目标值", "G1", "60%")))
    assert preview.view.files == (FileChange("targets.csv", (), ("G1",), ()),)
    assert services.load_plan(workspace, ZHANG, preview, document="云城管〔2026〕1号") == 2
    assert workspace.catalog.targets["G1"].value.as_integer_ratio() == (3, 5)


def test_a_revised_target_survives_the_workbook(opened):
    workspace = opened(TINY)
    told = {"document": "云城管〔2026〕1号", "note": "调整", "effective_on": workspace.today}
    services.make_revision(workspace, ZHANG, services.check_revision(workspace, ZHANG, "G1", {"value": "0.8"}, **told))
    assert checked(workspace, exported(workspace)).view.is_loaded
    first = checked(workspace, zipped(files_of(TINY)), "云溪.zip")
    assert (first.view.files, first.comparison.change.rows) == ((), ())


def no_figures(book):
    del book["数据"]
    return "plan_sheet_missing", "数据", None


def twice(book):
    next(cell for cell in book["目标"][1] if cell.value == "完成期限").value = "考核年份"
    return "catalog_column_twice", "目标", 1


def unknown(book):
    book.create_sheet("附件")["A1"] = "说明"
    return "plan_sheet_unknown", "附件", None


def region_circle(book):
    row = put(book["地区"], "上级地区", "990101", "990101")
    return "catalog_region_circle", "地区", row


def target_circle(book):
    sheet = book["目标"]
    sheet.cell(1, sheet.max_column + 1).value = "上级目标"
    return "catalog_parent_circle", "目标", put(sheet, "上级目标", "G1", "G1")


def figure_circle(book):
    return "catalog_figure_circle", "数据", put(book["数据"], "所属合计数据", "W1", "W1")


def ratio_circle(book):
    put(book["指标"], "分子指标", "sorted_share", "sorted_share")
    return "catalog_ratio_circle", "指标", put(book["指标"], "分母指标", "sorted_share", "landfill_daily")


def formula(book):
    return "plan_cell_formula", "目标", put(book["目标"], "目标值", "G1", "=0.5+0.1")


def unknown_measure(book):
    put(book["目标"], "目标值", "G1", "90%")
    return "catalog_unknown_measure", "目标", put(book["目标"], "指标代码", "G1", "no_such_measure")


@pytest.mark.parametrize(
    "spoil",
    [no_figures, twice, unknown, region_circle, target_circle, figure_circle, ratio_circle, formula, unknown_measure],
    ids=lambda spoil: spoil.__name__,
)
def test_a_spoilt_workbook_is_refused_with_sheet_and_row_and_changes_nothing(opened, spoil):
    workspace = opened(TINY)
    expected = []
    preview = checked(workspace, edited(exported(workspace), lambda book: expected.append(spoil(book))))
    ((code, sheet, row),) = expected
    assert (code, "规划.xlsx", sheet, row) in refusals(preview)
    assert len(refusals(preview)) == (2 if code == "catalog_column_twice" else 1)  # the heading written over is missing
    with pytest.raises(CatalogRefused):
        services.load_plan(workspace, ZHANG, preview)
    assert ([each.revision_id for each in workspace.store.revisions()], workspace.store.data_version) == ([1], 1)


def test_a_workbook_that_disagrees_with_the_library_says_where_and_in_which_words(opened):
    workspace = opened(TINY)
    content = edited(exported(workspace), lambda book: put(book["指标"], "指标种类", "landfill_daily", "位次"))
    (said,) = [each for each in checked(workspace, content, plan_id="another").view.problems if each.refuses]
    assert (said.problem.code, said.problem.sheet, said.problem.column) == ("plan_library_disagrees", "指标", "指标种类")
    assert said.message == (
        "“landfill_daily”的指标种类在库中是“存量”（规划 tiny_catalog 也在使用），这里是“位次”。口径不同的请另用代码。"
    )


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("规划.xlsx", b"", "file_empty"),
        ("规划.xlsx", b"not a workbook", "plan_not_xlsx"),
        ("规划.xlsx", b"PK\x03\x04" + b"\0" * 100, "archive_damaged"),
        ("规划.zip", b"PK\x03\x04" + b"\0" * 100, "archive_damaged"),
        ("规划.xlsx", with_cells(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "sheet_too_large"),
    ],
)
def test_a_hostile_file_is_one_sentence(opened, name, content, code):
    workspace = opened(TINY)
    preview = checked(workspace, content, name)
    assert [each[:2] for each in refusals(preview)] == [(code, name)]
    assert workspace.store.data_version == 1


def zipped(files, folder=""):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"{folder}{name}", content)
    return buffer.getvalue()


def test_an_archive_and_single_files_are_the_folder_they_were_made_of(opened):
    workspace = opened(TINY)
    archive = zipped(files_of(TINY), "云溪/")
    assert checked(workspace, archive, "云溪.zip").view.is_loaded
    files = [UploadFile(name, content) for name, content in files_of(TINY).items()]
    assert services.check_plan(workspace, ZHANG, files, plan_id=workspace.plan_id).view.is_loaded
    nameless = services.check_plan(workspace, ZHANG, files)
    assert [each.problem.code for each in nameless.view.problems] == ["plan_without_id"]
    fewer = services.check_plan(workspace, ZHANG, files[:1], plan_id=workspace.plan_id)
    assert {each.problem.code for each in fewer.view.problems} == {"catalog_file_missing"}


def test_archives_that_say_two_things_and_files_that_do_not_go_together_are_refused(opened):
    workspace = opened(TINY)
    two = zipped({"a/targets.csv": b"x", "b/targets.csv": b"y"})
    assert [each[0] for each in refusals(checked(workspace, two, "云溪.zip"))] == ["plan_file_twice"]
    both = [UploadFile("a.xlsx", b"x"), UploadFile("targets.csv", b"y")]
    assert [each[0] for each in refusals(services.check_plan(workspace, ZHANG, both))] == ["plan_file_alone"]


def test_the_empty_workbook_is_refused_as_long_as_nothing_is_in_it(opened):
    workspace = opened(TINY)
    preview = checked(workspace, services.new_workbook(ZHANG), plan_id="neu")
    assert refusals(preview) == [("catalog_region_root", "规划.xlsx", "地区", None)]
    assert [each.problem.code for each in preview.view.problems][-1] == "plan_examples_skipped"


def test_who_may_only_read_loads_nothing(opened):
    workspace = opened(TINY)
    reader = Actor("李四", READER)
    with pytest.raises(NotAllowed):
        services.check_plan(workspace, reader, [UploadFile("规划.xlsx", b"x")])
    assert services.new_workbook(reader) == services.new_workbook(ZHANG)
