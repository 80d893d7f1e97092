"""The plan to begin with loads as it is, so that whoever changes it starts from something that works."""

from datetime import date

from kpi.catalog import load_catalog, skeleton, write_table
from kpi.catalog.formats import FORMATS


def test_the_skeleton_written_out_is_a_plan_without_a_single_remark(tmp_path):
    for name, table in skeleton().tables.items():
        (tmp_path / name).write_bytes(write_table(table))
    plan = load_catalog(tmp_path)
    assert (plan.plan_id, list(plan.targets), list(plan.figures), plan.warnings) == ("example-plan", ["T01"], ["F01"], ())
    assert plan.targets["T01"].deadline == date(2030, 12, 31)


def test_every_file_has_all_its_columns():
    tables = skeleton().tables
    assert {name: set(table.columns) for name, table in tables.items()} == {
        form.name: {*form.required, *form.optional} for form in FORMATS
    }
