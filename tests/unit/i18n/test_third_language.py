"""A language nobody thought of: its .po files and columns of the plan, beside code that is not touched."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys

import pytest
from docx import Document

from tests.databases import PROJECT, TINY

SETTINGS = {
    "name": "Esperanto",
    "tag": "eo",
    "locale": "eo-FR",
    "number": "0",
    "day": "'la' d-'a', M.y",
    "last_item": "{before} kaj {after}",
}
ASKED = """
import json
from datetime import date
from pathlib import Path
from streamlit.testing.v1 import AppTest
from kpi import services
from kpi.access import LOCAL_USER
from kpi.i18n import LANGUAGES, texts

plan, query = services.open_workspace("asked.duckdb", "plan"), services.Query(as_of=date(2025, 6, 30), lang="eo")
view = services.status(plan, LOCAL_USER, query)
report = services.gap_report(plan, LOCAL_USER, services.ReportRequest(query), "docx")
Path("report.docx").write_bytes(report.content)
plan.close()
page = AppTest.from_file("app.py", default_timeout=60)
page.query_params["lang"] = "eo"
page.run()
told = {
    "languages": LANGUAGES,
    "written": [texts("eo").day(date(2025, 6, 30)), texts("eo").listing(["a", "b", "c"])],
    "plan": view.plan_name,
    "status": [f"{each.status_text} {each.measure_name}" for each in view.standings],
    "page": [*(title.value for title in page.title), *(element.value for element in (*page.main.markdown, *page.main.html))],
}
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A copy of the product with a third language, whose texts are the English ones behind a sign, and a plan that knows it."""
    house = tmp_path_factory.mktemp("house")
    for name in ("kpi", "pages", ".streamlit"):
        shutil.copytree(PROJECT / name, house / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "app.py", house)
    folder = shutil.copytree(house / "kpi" / "i18n" / "en", house / "kpi" / "i18n" / "eo")
    for path in folder.glob("*.po"):
        path.write_text(in_esperanto(path), encoding="utf-8")
    plan = shutil.copytree(TINY, house / "plan")
    for name in ("measures.csv", "units.csv", "regions.csv", "plan.csv"):
        (plan / name).write_text(with_names(plan / name), encoding="utf-8")
    return house


def in_esperanto(path):
    head, text = path.read_text(encoding="utf-8").split("\n\n", 1)
    if path.name != "language.po":
        text = re.sub(r'(?m)^(msgstr(?:\[\d\])? ")', r"\1¤", text)
    for name, value in SETTINGS.items() if path.name == "language.po" else ():
        text = re.sub(rf'(msgid "language\.{name}"\nmsgstr )".*"', rf'\1"{value}"', text)
    return f"{head}\n\n{text}"


def with_names(path):
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    written = io.StringIO()
    writer = csv.DictWriter(written, [*rows[0], "name_eo"], lineterminator="\n")
    writer.writeheader()
    writer.writerows({**row, "name_eo": f"eo {row['name_en']}"} for row in rows)
    return written.getvalue()


def run(house, *arguments):
    settings = {"KPI_DATABASE": "page.duckdb", "KPI_CATALOG": "plan", "PYTHONPATH": str(house), "PYTHONIOENCODING": "utf-8"}
    ended = subprocess.run(
        [sys.executable, *arguments], cwd=house, env=os.environ | settings, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@pytest.mark.slow
def test_a_third_language_is_its_po_files_and_columns_of_the_plan(house):
    told = json.loads(run(house, "-c", ASKED))
    assert told["languages"] == ["zh", "en", "eo"]
    assert told["written"] == ["la 30-a, 6.2025", "a, b kaj c"]
    assert told["plan"].startswith("eo ")
    assert len(told["status"]) > 3
    assert [status for status in told["status"] if not re.match(r"¤.* eo ", status)] == []
    assert told["page"][0] == "¤Overview"
    assert any("eo " in text for text in told["page"][1:])
    document = Document(str(house / "report.docx"))
    written = [paragraph.text for paragraph in document.paragraphs]
    written += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert any("¤" in text and "eo " in text for text in written)
    assert "eo Sorting volunteers trained" in written
    assert "eo person-times" in " ".join(written)


@pytest.mark.slow
def test_the_command_line_speaks_it(house):
    told = run(house, "-m", "kpi", "--lang", "eo", "status")
    assert "¤" in told
    assert "eo Sorting volunteers trained" in told
