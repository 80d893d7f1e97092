"""Spellings, mappings, warnings one by one, many files at once and tables sent back, through the services."""

import io

import openpyxl
import pytest

from kpi import services, views
from kpi.errors import KpiError, NotFound, UploadRefused
from kpi.ingest import UploadFile
from kpi.model import NamedThing
from kpi.services import ColumnChoice, FileChoices, Quarters, Role, SheetChoices
from tests.unit.services.conftest import ZHANG, row, table


def check(workspace, *files, **options):
    return services.check_upload(workspace, ZHANG, files, **options)


def wide(text, name="a.csv"):
    return UploadFile(name, text.encode())


@pytest.mark.slow
def test_a_spelling_is_offered_accepted_used_and_forgotten(letter):
    file = wide("指标,地区,2024年\n补贴性职业技能培训（人次）,南成,1900\n")
    (problem,) = [each for each in check(letter, file).problems if each.refuses]
    offer = problem.offers[0]
    assert (offer.thing, offer.spelling, offer.code, offer.name) == (NamedThing.REGION, "南成", "441900004", "南城街道")
    number = services.accept_alias(letter, ZHANG, offer.thing, offer.spelling, offer.code)
    assert check(letter, file).ok
    assert [(each.spelling, each.name, each.accepted_by) for each in services.aliases(letter, ZHANG)] == [
        ("南成", "南城街道", "张三")
    ]
    services.remove_alias(letter, ZHANG, number)
    assert not check(letter, file).ok


def test_a_name_of_the_catalog_is_never_turned_into_another(letter):
    with pytest.raises(KpiError, match="alias_is_name"):
        services.accept_alias(letter, ZHANG, NamedThing.REGION, "东城", "441900004")
    with pytest.raises(NotFound):
        services.accept_alias(letter, ZHANG, NamedThing.REGION, "南成", "999")
    assert services.aliases(letter, ZHANG) == ()


UNCLEAR = wide("甲,乙\n补贴性职业技能培训,1900\n")
BY_HAND = SheetChoices(
    header_row=1,
    columns={0: ColumnChoice(Role.NAME), 1: ColumnChoice(Role.VALUE, "2024年第三季度")},
    around={Role.UNIT: "人次"},
    quarters=Quarters.CUMULATIVE,
)


@pytest.mark.slow
def test_a_mapping_is_made_on_one_file_and_used_on_the_next(letter):
    assert not check(letter, UNCLEAR).ok
    choices = FileChoices(by_sheet={"": BY_HAND})
    preview = check(letter, UNCLEAR, choices={"": choices})
    assert [(each.period, each.new_text) for each in preview.rows] == [("2024年1—9月", "0.19万人次")]
    services.save_profile(letter, ZHANG, "培训月报", preview.readings[0], "", BY_HAND)
    following = check(letter, wide("甲,乙\n补贴性职业技能培训,2100\n", "b.csv"))
    assert [each.new_text for each in following.rows] == ["0.21万人次"]
    assert "培训月报" in following.files[0].taken_for
    assert services.profile_choices(letter, ZHANG, "培训月报").quarters is Quarters.CUMULATIVE
    (profile,) = services.profiles(letter, ZHANG)
    assert (profile.name, profile.headers) == ("培训月报", ("甲", "乙"))
    services.remove_profile(letter, ZHANG, profile.profile_id)
    assert not check(letter, UNCLEAR).ok
    with pytest.raises(NotFound):
        services.profile_choices(letter, ZHANG, "培训月报")


@pytest.mark.slow
def test_a_table_is_laid_open_for_mapping(letter):
    preview = check(letter, wide("填报表,,\n指标,2023年,备用\n补贴性职业技能培训（人次）,5,x\n"))
    view = views.table_view(preview.readings[0], "", FileChoices())
    assert (view.header_row, view.header_rows, view.width, view.row_count) == (2, 1, 3, 3)
    assert [(c.letter, c.header, c.samples, c.role) for c in view.columns] == [
        ("A", "指标", ("补贴性职业技能培训（人次）",), "name"),
        ("B", "2023年", ("5",), "value"),
        ("C", "备用", ("x",), ""),
    ]
    assert views.table_view(preview.readings[0], "没有", FileChoices()) is None


def test_two_rows_above_the_headings_are_shown_with_them(letter):
    preview = check(letter, wide("一,,\n二,,\n三,,\n四,,\n指标,2023年,备用\n补贴性职业技能培训（人次）,5,x\n"))
    view = views.table_view(preview.readings[0], "", FileChoices())
    assert (view.header_row, [cells[0] for cells in view.rows]) == (5, ["三", "四", "指标", "补贴性职业技能培训（人次）"])


@pytest.mark.slow
def test_warnings_are_accepted_one_by_one_and_kept_with_the_batch(letter):
    file = table(row("vocational_students", "1230", "万人", year=2024), row("master_studios_new", "4000", "家", year=2024))
    preview = check(letter, file)
    first, second = preview.warnings
    assert first.id != second.id
    with pytest.raises(UploadRefused) as refused:
        services.import_files(letter, ZHANG, preview, accepted={first.id})
    assert [problem.row for problem in refused.value.problems] == [second.problem.row]
    again = check(letter, file)
    assert [each.id for each in again.warnings] == [first.id, second.id]
    services.import_files(letter, ZHANG, again, accepted={first.id, second.id})
    assert letter.store.batches()[0].warnings == (first.message, second.message)
    assert letter.store.batches()[0].taken_for == "UTF-8编码、逗号分隔的文本；逐行填报的长表，表头在第1行"


@pytest.mark.slow
@pytest.mark.parametrize("at_once", [False, True], ids=["one by one", "all at once"])
def test_a_closed_year_takes_a_note(letter, at_once):
    """Confirming a warning says that somebody looked, never why the figure changed."""
    file = table(row("master_studios_new", "41", "家", year=2022))
    preview = check(letter, file)
    assert ([each.problem.code for each in preview.warnings], preview.note_needed) == (["closed_year"], True)
    accepted = () if at_once else {each.id for each in preview.warnings}
    with pytest.raises(KpiError, match="revision_note_needed"):
        services.import_files(letter, ZHANG, preview, accept_warnings=at_once, accepted=accepted, note=" ")
    assert letter.store.data_version == 1
    services.import_files(letter, ZHANG, preview, accept_warnings=at_once, accepted=accepted, note="经济普查修订")
    assert letter.store.batches()[0].note == "经济普查修订"


@pytest.mark.slow
def test_files_of_33_towns_are_one_preview_and_one_transaction(letter):
    towns = [region for region in letter.catalog.regions.values() if region.in_partition or region.region_code == "441900401"]
    assert len(towns) == 33
    files = [
        wide(f"指标,地区,2024年\n补贴性职业技能培训（人次）,{town.name_zh},{1000 + number}\n", f"{town.name_zh}.csv")
        for number, town in enumerate(towns)
    ]
    told = []
    preview = check(letter, *files, on_progress=lambda *progress: told.append(progress))
    assert told == [(number, 33, file.name) for number, file in enumerate(files, 1)]
    assert [(each.file, each.values, each.new, each.state) for each in preview.files] == [
        (f.name, 1, 1, "ready") for f in files
    ]
    assert services.import_files(letter, ZHANG, preview) == tuple(range(2, 35))
    assert letter.store.data_version == 34
    frame = letter.observations()
    loaded = frame[frame["batch_id"] > 1]
    assert sorted(loaded["value"]) == [1000.0 + number for number in range(33)]


@pytest.mark.slow
def test_one_faulty_file_of_many_refuses_all_and_says_which(letter):
    good = wide("指标,2024年\n补贴性职业技能培训（人次）,5\n", "好.csv")
    bad = wide("指标,2024年\n补贴性职业技能培训（人次）,五六\n", "坏.csv")
    preview = check(letter, good, bad)
    assert [(each.file, each.state, each.errors) for each in preview.files] == [
        ("好.csv", "ready", 0),
        ("坏.csv", "refused", 1),
    ]
    with pytest.raises(UploadRefused):
        services.import_files(letter, ZHANG, preview, accept_warnings=True)
    assert letter.store.data_version == 1


@pytest.mark.slow
def test_the_same_key_in_two_files_is_an_error_naming_both(letter):
    one = wide("指标,2024年\n补贴性职业技能培训（人次）,5\n", "甲.csv")
    two = wide("指标,年份,数值,单位\n补贴性职业技能培训,2024,6,人次\n", "乙.csv")
    (problem,) = [each for each in check(letter, one, two).problems if each.refuses]
    assert problem.problem.file == "乙.csv"
    assert "甲.csv" in problem.message


@pytest.mark.slow
def test_a_faulty_file_goes_back_marked(letter):
    preview = check(letter, wide("指标,2024年\n补贴性职业技能培训（人次）,五六\n"))
    sheet = openpyxl.load_workbook(
        io.BytesIO(services.error_workbook(letter, ZHANG, preview, preview.files[0].sha256))
    ).worksheets[0]
    assert "不能读成一个数" in sheet["C2"].value
    with pytest.raises(NotFound):
        services.error_workbook(letter, ZHANG, preview, "0")
