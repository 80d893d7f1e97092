"""What the server holds before anybody asks for a report or sends a file."""

import subprocess
import sys

import pytest

from tests.databases import PROJECT

OF_REPORTS_AND_FILES = {"docx", "pptx", "typst", "python_calamine", "pypdf"}


@pytest.mark.slow
def test_libraries_of_reports_and_files_are_loaded_when_one_is_made_or_read():
    tell = "import sys, kpi.server, kpi.web; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = subprocess.run(
        [sys.executable, "-c", tell], cwd=PROJECT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert {"streamlit", "pandas", "duckdb"} <= set(loaded)
    assert OF_REPORTS_AND_FILES & set(loaded) == set()
