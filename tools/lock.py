"""Pins requirements.in, -dev.in, -bench.in and -s3.in into the .txt files pip installs from, with hashes and the reasons.

Usage: make lock. It needs uv (`.venv/bin/pip install uv`), which nobody who only runs or tests the project needs.
The .txt files hold nothing of the machine they were made on: no index, no path.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = "3.11"
ALONE = tuple(PROJECT / f"requirements-{name}.in" for name in ("bench", "s3"))
"""What is installed into environments of its own."""
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class Pin(NamedTuple):
    """One pinned package: its name, its lines with hashes (of several versions where Pythons differ), and who asks for it."""

    name: str
    lines: tuple[str, ...]
    wanted_by: tuple[str, ...]


def normal(name: str) -> str:
    """A package name as indexes compare them."""
    return re.sub(r"[-_.]+", "-", name).lower()


def reasons(wanted: str) -> dict[str, str]:
    """The comment that stands directly above each requirement of an .in file."""
    comments: dict[str, str] = {}
    comment: list[str] = []
    for line in wanted.splitlines():
        if line.startswith("#"):
            comment.append(line)
        elif match := NAME.match(line):
            comments[normal(match[0])] = "\n".join(comment)
            comment = []
        else:
            comment = []
    return comments


def compiled(source: Path) -> str:
    """What uv resolves `source` to, for every Python from the oldest on and every system."""
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    if uv is None:
        sys.exit("uv is needed to pin requirements: .venv/bin/pip install uv")
    options = ["--universal", "--python-version", OLDEST_PYTHON, "--generate-hashes", "--no-header", "--upgrade"]
    result = subprocess.run(
        [uv, "pip", "compile", *options, source.name], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    if result.returncode:
        sys.exit(result.stderr)
    return result.stdout


def pins(text: str) -> list[Pin]:
    """The packages of uv's output, in its order."""
    pinned: dict[str, Pin] = {}
    for block in re.split(r"\n(?=[A-Za-z0-9])", text.strip()):
        name = normal(block.partition("==")[0])
        lines = tuple(line for line in block.splitlines() if "#" not in line)
        comments = [line.partition("#")[2].strip() for line in block.splitlines() if "#" in line]
        wanted_by = tuple(
            who for comment in comments if (who := comment.removeprefix("via").strip()) and not who.startswith("-")
        )
        earlier = pinned.get(name)
        pinned[name] = Pin(name, earlier.lines + lines if earlier else lines, wanted_by)
    return list(pinned.values())


def written(source: Path, first_lines: list[str], already_pinned: set[str]) -> str:
    """The .txt file for an .in file: what we ask for with the reasons first, then what that needs."""
    why = reasons(source.read_text(encoding="utf-8"))
    own = [pin for pin in pins(compiled(source)) if pin.name not in already_pinned]
    direct = [pin for pin in own if pin.name in why]
    further = [pin for pin in own if pin.name not in why]
    parts = [
        "\n".join([f"# Made from {source.name} by `make lock`. Python {OLDEST_PYTHON} to 3.14, every system.", *first_lines])
    ]
    parts += [f"{why[pin.name]}\n" + "\n".join(pin.lines) for pin in direct]
    parts.append("# ---- what those need in turn ----")
    parts += [f"# for {', '.join(pin.wanted_by)}\n" + "\n".join(pin.lines) for pin in further]
    return "\n\n".join(parts) + "\n"


def main() -> None:
    """Write them; the second is resolved against the first and leaves out what stands there, the others stand alone."""
    run_file = PROJECT / "requirements.txt"
    run_file.write_text(written(PROJECT / "requirements.in", [], set()), encoding="utf-8")
    pinned = {normal(match[0]) for line in run_file.read_text(encoding="utf-8").splitlines() if (match := NAME.match(line))}
    test_file = PROJECT / "requirements-dev.txt"
    test_file.write_text(written(PROJECT / "requirements-dev.in", ["-r requirements.txt"], pinned), encoding="utf-8")
    for alone in ALONE:
        alone.with_suffix(".txt").write_text(written(alone, [], set()), encoding="utf-8")
    others = ", ".join(alone.with_suffix(".txt").name for alone in ALONE)
    print(f"{run_file.name}: {len(pinned)} packages; {test_file.name}: what the tests need besides; {others}")


if __name__ == "__main__":
    main()
