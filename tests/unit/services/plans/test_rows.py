"""New rows of a plan and other owners: what they change, the problems of each typed row, and that nothing else changes."""

import pytest

from kpi import services
from kpi.errors import KpiError
from kpi.model import Status
from kpi.services import Query
from tests.databases import LETTER, TINY
from tests.unit.services.conftest import ZHANG, standing

TARGET = {
    "target_id": "T40",
    "measure_id": "skilled_talent_total",
    "comparator": "大于等于",
    "value": "150",
    "period_type": "by_date",
    "deadline": "2025-12-31",
    "source": "东府〔2024〕3号",
}


@pytest.fixture
def letter(opened):
    return opened(LETTER)


def check(workspace, kind, *rows, note="新增"):
    return services.check_rows(workspace, ZHANG, kind, rows, note=note)


def add(workspace, kind, *rows):
    checked = check(workspace, kind, *rows)
    assert checked.problems == ()
    return services.make_revision(workspace, ZHANG, checked.checked)


@pytest.mark.slow
def test_a_target_typed_in_the_unit_shown_is_judged_at_once(letter):
    """1.376 million of 1.5 million is 124,000 short; typed as 150 (万人) with the word of the workbook for >=."""
    checked = check(letter, "targets", TARGET | {"comparator": ">="})
    assert [(each.target_id, each.old, each.new) for each in checked.checked.judged] == [("T40", None, Status.BASELINE_ONLY)]
    services.make_revision(letter, ZHANG, checked.checked)
    new = standing(services.status(letter, ZHANG, Query()), "T40")
    assert (new.goal.text, new.assessment.gap, new.screen.remarks) == ("≥150万人", 124000.0, ())
    assert services.verify(letter, ZHANG) == ()
    (revision, _) = services.plan_revisions(letter, ZHANG, letter.plan_id)
    assert (revision.name, revision.note) == ("targets.csv T40", "新增")


@pytest.mark.slow
def test_taken_back_it_is_gone_and_loading_the_folder_keeps_it(letter):
    number = add(letter, "targets", TARGET | {"comparator": ">="})
    assert services.load_plan(letter, ZHANG, services.check_plan(letter, ZHANG, LETTER)) is None
    assert "T40" in letter.catalog.targets
    services.withdraw_revision(letter, ZHANG, number, "误加")
    assert "T40" not in letter.catalog.targets
    assert services.verify(letter, ZHANG) == ()


@pytest.mark.slow
def test_what_was_added_is_in_the_files_written_out_and_these_load_back(letter, tmp_path):
    add(letter, "targets", TARGET | {"comparator": ">=", "nature": "expected"})
    add(
        letter,
        "regions",
        {"region_code": "441900999", "name_zh": "新区", "name_en": "New", "parent_code": "441900", "type": "园区"},
    )
    add(letter, "breaks", {"measure_id": "skilled_talent_total", "date": "2025-01-01", "note": "统计口径调整"})
    folder = tmp_path / "out"
    folder.mkdir()
    for name, content in services.export_plan(letter, ZHANG, letter.plan_id).items():
        (folder / name).write_bytes(content)
    assert "T40,skilled_talent_total" in (folder / "targets.csv").read_text(encoding="utf-8")
    checked = services.check_plan(letter, ZHANG, folder)
    assert checked.view.ok
    assert [(each.file, each.new, each.removed) for each in checked.view.files if each.new or each.removed] == []


@pytest.mark.slow
def test_a_file_that_the_plan_has_not_is_there_from_then_on(opened):
    tiny = opened(TINY)
    files = services.export_plan(tiny, ZHANG, tiny.plan_id)
    measure = next(iter(tiny.catalog.measures))
    add(tiny, "breaks", {"measure_id": measure, "date": "2025-01-01", "note": "口径调整"})
    assert "breaks.csv" not in files
    assert services.export_plan(tiny, ZHANG, tiny.plan_id)["breaks.csv"].decode() == (
        f"measure_id,date,note\n{measure},2025-01-01,口径调整\n"
    )
    assert services.verify(tiny, ZHANG) == ()


@pytest.mark.slow
def test_a_column_that_the_file_has_not_is_read_of_a_row_that_came_without_it(letter):
    growth = {
        "measure_id": "skilled_talent_growth",
        "name_zh": "技能人才总量增速",
        "name_en": "Growth of skilled workers",
        "category": "人才总量",
        "kind": "change",
        "unit": "fraction",
        "display_unit": "%",
        "display_scale": "0.01",
        "direction": "higher",
        "change_of": "skilled_talent_total",
    }
    header = services.export_plan(letter, ZHANG, letter.plan_id)["measures.csv"].split(b"\n")[0].decode()
    assert "change_of" not in header.split(",")
    add(letter, "measures", growth)
    assert letter.catalog.measures["skilled_talent_growth"].change_of == "skilled_talent_total"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "rows", "told"),
    [
        ("targets", [{"target_id": "T01", "measure_id": "skilled_talent_total"}], [(1, "plan_row_exists")]),
        ("targets", [TARGET, TARGET], [(2, "plan_row_twice")]),
        ("targets", [{}, TARGET | {"value": "很多"}], [(2, "plan_row_number")]),
        ("targets", [TARGET | {"measure_id": "nothing"}], [(1, "catalog_unknown_measure")]),
        ("targets", [TARGET | {"comparator": "<="}], [(1, "catalog_comparator_direction")]),
        (
            "targets",
            [TARGET | {"parent_target_id": "T41"}, TARGET | {"target_id": "T41", "parent_target_id": "T40"}],
            [(1, "catalog_parent_circle")],
        ),
        (
            "regions",
            [
                {"region_code": "A", "name_zh": "甲", "name_en": "A", "parent_code": "B"},
                {"region_code": "B", "name_zh": "乙", "name_en": "B", "parent_code": "A"},
            ],
            [(1, "catalog_region_circle"), (2, "catalog_region_circle")],
        ),
        (
            "measures",
            [
                {
                    "measure_id": "share_of_itself",
                    "name_zh": "自身占比",
                    "name_en": "Share of itself",
                    "category": "人才",
                    "kind": "ratio",
                    "unit": "fraction",
                    "display_unit": "%",
                    "display_scale": "0.01",
                    "direction": "higher",
                    "numerator_id": "share_of_itself",
                    "denominator_id": "skilled_talent_total",
                }
            ],
            [(1, "catalog_ratio_circle")],
        ),
        ("identities", [{"identity_id": "I90", "kind": "sum", "expression": "a = b"}], [(1, "catalog_unknown_measure")]),
        ("breaks", [{"measure_id": "skilled_talent_total", "date": "改天"}], [(1, "catalog_bad_date")]),
    ],
)
def test_each_typed_row_has_its_problem_and_nothing_changes(letter, kind, rows, told):
    rows = [row | ({"comparator": ">="} if row.get("comparator") == "大于等于" else {}) for row in rows]
    checked = check(letter, kind, *rows)
    assert checked.checked is None
    found = [(each.problem.row, each.problem.code) for each in checked.problems]
    assert sorted(set(found) & set(told)) == sorted(told)
    assert letter.store.data_version == 1


@pytest.mark.parametrize(
    ("rows", "note", "refusal"), [([{}, {"target_id": " "}], "新增", "rows_none"), ([TARGET], " ", "revision_note_missing")]
)
def test_nothing_typed_or_no_reason_is_refused(letter, rows, note, refusal):
    with pytest.raises(KpiError, match=refusal):
        check(letter, "targets", *rows, note=note)


@pytest.mark.slow
def test_a_row_of_the_library_is_listed_as_it_is_or_refused(opened):
    letter = opened(LETTER)
    services.load_plan(letter, ZHANG, services.check_plan(letter, ZHANG, TINY))
    tiny = letter.of("tiny_catalog")
    known = letter.catalog.measures["skilled_talent_total"]
    (refused,) = check(tiny, "measures", {"measure_id": known.measure_id, "kind": "flow"}).problems
    assert (refused.problem.row, refused.problem.code) == (1, "plan_library_disagrees")


@pytest.mark.slow
def test_owners_are_said_anew_and_taken_back(letter):
    measure = "skilled_talent_total"
    assert services.owners(letter, ZHANG)[measure] == {"owner": "", "co_owners": ""}
    checked = services.check_owners(letter, ZHANG, {measure: {"owner": "市人社局", "co_owners": "市教育局"}}, note="分工")
    services.make_revision(letter, ZHANG, checked)
    assert services.owners(letter, ZHANG)[measure] == {"owner": "市人社局", "co_owners": "市教育局"}
    assert letter.catalog.measures[measure].owner == "市人社局"
    with pytest.raises(KpiError, match="rows_none"):
        services.check_owners(letter, ZHANG, {measure: {"owner": "市人社局"}}, note="分工")
    services.withdraw_revision(letter, ZHANG, 2, "有误")
    assert letter.catalog.measures[measure].owner == ""
