"""The Open XML validator that the tests hold Word, Excel and PowerPoint files against.

It is a program of its own in an npm package; version and hash stand in tools/ooxml, and npm brings it there. Running it needs
neither node nor .NET.
"""

import json
import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "ooxml"
PROGRAM = FOLDER / "node_modules" / "@xarsh" / "ooxml-validator-linux-x64" / "ooxml-validator"
SECONDS = 300
"""For bringing 80 MB, or for one file."""


class CannotInstall(Exception):
    """npm is missing or did not bring the validator; says what it said."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where a file is not as the standard has it."""

    part: str
    where: str
    what: str


def exists_here() -> bool:
    """Whether the lock file names a program for this machine."""
    return sys.platform == "linux" and platform.machine() in {"x86_64", "amd64"}


def is_installed() -> bool:
    """Whether the program of the version in the lock file is there."""
    installed = FOLDER / "node_modules" / ".package-lock.json"
    return PROGRAM.is_file() and installed.is_file() and _hashes(installed) == _hashes(FOLDER / "package-lock.json")


def install() -> None:
    """Brings the program. CannotInstall."""
    npm = shutil.which("npm")
    if npm is None:
        raise CannotInstall("npm is not there")
    command = [npm, "ci", "--prefix", str(FOLDER), "--ignore-scripts", "--no-audit", "--no-fund"]
    try:
        done = subprocess.run(
            command, cwd=FOLDER, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CannotInstall(str(error)) from error
    if done.returncode or not is_installed():
        raise CannotInstall((done.stderr or done.stdout).strip())


def faults(path: Path) -> list[Fault]:
    """What is wrong with a .docx, .xlsx or .pptx file; nothing is what there should be."""
    # Without the variable the program wants the system's ICU library, which a bare machine does not have.
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    done = subprocess.run(
        [str(PROGRAM), str(path)], env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    told = json.loads(done.stdout)
    return [Fault(error["path"] or "", error["xPath"] or "", error["description"]) for error in told["errors"]]


def _hashes(lock: Path) -> dict[str, str]:
    packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    return {name: package["integrity"] for name, package in packages.items() if "integrity" in package}
