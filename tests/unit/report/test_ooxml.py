"""Office files as the Open XML standard has them: not one fault, in any plan and language, nor in the workbooks inside charts.

`make test` brings the validator (`tools/system_packages.py`); without it these tests are skipped.
"""

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kpi import services
from kpi.access import OWNER
from kpi.model import Actor
from kpi.report import render_docx, render_pptx, render_xlsx
from kpi.services import Query, ReportRequest
from tests.databases import LETTER, TINY
from tests.unit.report.sample import full, town
from tests.unit.services.conftest import row, table
from tools import ooxml_validator

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(not ooxml_validator.is_installed(), reason="the Open XML validator is not installed"),
]

OFFICE = ("docx", "pptx", "xlsx")
ACTOR = Actor("审核人", OWNER)
AT_ONCE = 2
"""The validator takes one file and about a second of a core."""


def faults_in(folder, files):
    """What is wrong with files given as bytes by name, as far as something is."""
    paths = {name: folder / name for name in files}
    for name, path in paths.items():
        path.write_bytes(files[name])
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = pool.map(ooxml_validator.faults, paths.values())
    return {name: faults for name, faults in zip(paths, found, strict=True) if faults}


@pytest.fixture
def opened(ready_made, tmp_path):
    def open_one(plan):
        catalog = TINY if plan == "tiny" else LETTER
        database = ready_made.place(tmp_path / "kpi.duckdb", catalog, demo=plan == "demo")
        return services.open_workspace(database, catalog)

    return open_one


@pytest.mark.parametrize(("plan", "lang"), [("letter", "zh"), ("letter", "en"), ("demo", "zh"), ("tiny", "en")])
def test_reports_have_no_fault(opened, tmp_path, plan, lang):
    """A language changes texts, a plan what there is of tables and charts: each language has two plans."""
    workspace = opened(plan)
    request = ReportRequest(Query(lang=lang))
    files = {f"report.{kind}": services.gap_report(workspace, ACTOR, request, kind).content for kind in OFFICE}
    workspace.close()
    assert faults_in(tmp_path, files) == {}


def test_a_town_and_the_workbooks_inside_charts_have_no_fault(tmp_path):
    """The slides of `full` have charts, each with a workbook of its own, all made by one function: two are enough."""
    report = full()
    files = {"town.docx": render_docx(town()), "full.pptx": render_pptx(report), "full.xlsx": render_xlsx(report)}
    with zipfile.ZipFile(io.BytesIO(files["full.pptx"])) as archive:
        inside = [name for name in archive.namelist() if name.endswith(".xlsx")]
        files |= {f"inside_{number}.xlsx": archive.read(name) for number, name in enumerate(inside[:2])}
    assert len(files) > 3
    assert faults_in(tmp_path, files) == {}


def test_forms_and_returned_tables_have_no_fault(opened, tmp_path):
    workspace = opened("tiny")
    preview = services.check_upload(workspace, ACTOR, [table(row("volunteers_trained", "多", "人次", year=2023))])
    files = {
        "form.xlsx": services.template(workspace, ACTOR, 2023, "xlsx"),
        "returned.xlsx": services.error_workbook(workspace, ACTOR, preview, preview.readings[0].sha256),
    }
    workspace.close()
    assert faults_in(tmp_path, files) == {}


def test_the_validator_does_find_a_fault(tmp_path):
    """A negative number where the standard has none, as charts once had them."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(render_pptx(full()))) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b'<c:axId val="', b'<c:axId val="-'))
    path = Path(tmp_path / "broken.pptx")
    path.write_bytes(packed.getvalue())
    assert {each.what.split(". ")[0].split("'")[1] for each in ooxml_validator.faults(path)} == {"val"}
