"""LibreOffice as the tests use it: one profile for a session, and many files to a start. Its tests are marked `office`.

They belong to `make test`, where one worker has them all: a start costs seconds, and two at once cost more than twice as much.
"""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

PROGRAM = shutil.which("soffice") or shutil.which("libreoffice")
RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>"""
"""LibreOffice believes stored results of a workbook unless told not to."""
MARKS = [
    pytest.mark.office,
    pytest.mark.skipif(PROGRAM is None, reason="LibreOffice is not installed"),
]


class Office:
    """Converts files; formulas are calculated anew."""

    def __init__(self, profile: Path) -> None:
        self._profile = profile
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(RECALCULATE, encoding="utf-8")

    def convert(self, files: Sequence[Path], kind: str, folder: Path, *options: str) -> dict[str, Path]:
        """Each of `files` as a file of this kind in `folder`, by its name without the ending."""
        profile = f"-env:UserInstallation={self._profile.as_uri()}"
        command = [PROGRAM, profile, "--headless", *options, "--convert-to", kind, "--outdir", folder, *files]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        return {path.stem: folder / f"{path.stem}.{kind}" for path in files}


def needs_office(test):
    """Marks a single test."""
    for mark in MARKS:
        test = mark(test)
    return test
