"""Golden files: everything the product says, written out, to hold a change of structure against what was there before.

Usage: python -m tools.golden FOLDER. The first run makes the databases in FOLDER/databases; later runs into other folders
copy them (`--databases FOLDER/databases`), so that batches, moments and versions are the same. Then: diff -r BEFORE AFTER.
"""

import argparse
import contextlib
import io
import json
import logging
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from google.protobuf.json_format import MessageToDict
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

from kpi import services
from kpi.cli import main as run_command
from kpi.demo import make_demo
from tools.browser import PROJECT

LANGUAGES = ("zh", "en")
UPLOADS = PROJECT / "tests" / "data" / "uploads"
PAGES = {path.stem: str(path.relative_to(PROJECT)) for path in sorted(PROJECT.glob("pages/*/*.py")) if path.stem != "__init__"}


@dataclass(frozen=True)
class Plan:
    """A plan to look at, and what there is to ask of it."""

    name: str
    catalog: Path
    days: tuple[str, ...]
    ratio: str
    measures: tuple[str, ...]
    demo: bool = False


SHIPPED = PROJECT / "data" / "catalog"
LETTER_DAYS = ("", "2022-12-31", "2023-12-31", "2025-06-30", "2026-06-30")
MEASURES = ("skilled_share_of_employed", "subsidized_training", "skill_certificates")
PLANS = (
    Plan("letter", SHIPPED, LETTER_DAYS, "skilled_share_of_employed", MEASURES),
    Plan("demo", SHIPPED, ("", "2024-06-30", "2025-12-31"), "skilled_share_of_employed", MEASURES, demo=True),
    Plan("tiny", PROJECT / "tests" / "data" / "tiny_catalog", ("", "2024-12-31"), "", ()),
)


def made(plan: Plan, databases: Path) -> Path:
    """The plan's database in `databases`, made if it is not there."""
    path = databases / f"{plan.name}.duckdb"
    if path.exists():
        return path
    databases.mkdir(parents=True, exist_ok=True)
    if plan.demo:
        make_demo(str(path), str(plan.catalog), lang="zh")
    else:
        services.open_workspace(path, plan.catalog).close()
    return path


def copied(path: Path, folder: Path) -> Path:
    """A copy of a database with its journal in `folder`."""
    folder.mkdir(parents=True)
    for file in (path, path.with_name(f"{path.name}.journal")):
        if file.exists():
            shutil.copy(file, folder / file.name.replace(path.stem, "kpi", 1))
    return folder / f"kpi{path.suffix}"


def commands(plan: Plan) -> Iterator[tuple[str, list[str]]]:
    """A name and the arguments of every command that only looks."""
    for day in plan.days:
        as_of = ["--as-of", day] if day else []
        for command in ("status", "gaps", "lamps"):
            yield f"{command}-{day or 'newest'}", [command, *as_of]
            yield f"{command}-{day or 'newest'}-json", [command, *as_of, "--json"]
        for by in ("category", "owner", "plan"):
            yield f"rollup-{by}-{day or 'newest'}", ["rollup", "--by", by, *as_of]
            yield f"rollup-{by}-{day or 'newest'}-json", ["rollup", "--by", by, *as_of, "--json"]
    for command in ("whatif", "regions", "history", "alias", "profile", "issued", "verify"):
        yield command, [command]
    if plan.ratio:
        yield "whatif-ratio", ["whatif", plan.ratio]
        yield "whatif-ratio-json", ["whatif", plan.ratio, "--json"]
        yield "whatif-until", ["whatif", plan.ratio, "--until", "2027", "--growth", "employed_total=2"]
    for measure in plan.measures:
        yield f"regions-{measure}", ["regions", measure]
        yield f"regions-{measure}-json", ["regions", measure, "--json"]
    for sample in sorted(UPLOADS.iterdir()):
        if sample.suffix != ".md":
            yield f"check-{sample.name}", ["check", str(sample)]
            yield f"check-{sample.name}-json", ["check", str(sample), "--json"]


def helps() -> Iterator[tuple[str, list[str]]]:
    """The help of every command."""
    names = "status gaps whatif rollup lamps regions check import alias profile history withdraw template report issued backup"
    for command in [*names.split(), "restore", "verify", "demo"]:
        yield f"help-{command}", [command, "--help"]
    yield "help", ["--help"]


def said(arguments: list[str]) -> str:
    """What a command prints on both streams, and its exit code."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code: object = run_command(arguments)
        except SystemExit as end:
            code = end.code
        except Exception as fault:  # a fault is part of what there was
            code = repr(fault)
    return f"{out.getvalue()}\n--- stderr\n{err.getvalue()}\n--- exit {code}\n"


def write_commands(plan: Plan, database: Path, folder: Path) -> None:
    """Every command's output in both languages, the forms and every report."""
    for lang in LANGUAGES:
        base = ["--database", str(database), "--catalog", str(plan.catalog), "--lang", lang]
        place = folder / lang
        place.mkdir(parents=True, exist_ok=True)
        for name, arguments in [*commands(plan), *helps()]:
            text = said([*base, *arguments]).replace(str(database), "DATABASE").replace(str(PROJECT), "PROJECT")
            (place / f"{name}.txt").write_text(text, encoding="utf-8")
        for fmt in services.REPORT_FORMATS:
            said([*base, "report", "--format", fmt, "-o", str(place / f"report.{fmt}")])
        said([*base, "report", "--format", "docx", "--as-of", "2025-06-30", "-o", str(place / "report-2025-06-30.docx")])
        for fmt in ("csv", "xlsx"):
            said([*base, "template", "2024", "-o", str(place / f"template.{fmt}")])


def write_pages(plan: Plan, database: Path, folder: Path) -> None:
    """Every element of every page in both languages."""
    os.environ |= {"KPI_DATABASE": str(database), "KPI_CATALOG": str(plan.catalog)}
    for lang in LANGUAGES:
        place = folder / "pages" / lang
        place.mkdir(parents=True, exist_ok=True)
        for name, script in PAGES.items():
            for day in plan.days:
                (place / f"{name}-{day or 'newest'}.json").write_text(page(script, lang, day), encoding="utf-8")
    st.cache_resource.clear()


def page(script: str, lang: str, day: str) -> str:
    """The elements of one page as JSON."""
    app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=120)
    for key, value in {"lang": lang, "as_of": day}.items():
        if value:
            app.query_params[key] = value
    app.run()
    if script != PAGES["overview"]:
        app.switch_page(script)
        for key, value in {"lang": lang, "as_of": day}.items():
            if value:
                app.query_params[key] = value
        app.run()
    return json.dumps(node(app._tree), ensure_ascii=False, indent=1, sort_keys=True)


def node(block: object) -> object:
    """A block or an element with everything below it."""
    proto = getattr(block, "proto", None)
    told = MessageToDict(proto) if isinstance(proto, Message) else repr(proto)
    children = getattr(block, "children", {})
    return {"type": getattr(block, "type", ""), "proto": told, "children": [node(child) for child in children.values()]}


def main() -> None:
    """Write everything out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--databases", type=Path)
    parser.add_argument("--only", choices=[plan.name for plan in PLANS], action="append")
    asked = parser.parse_args()
    logging.getLogger("streamlit").setLevel(logging.ERROR)
    databases = asked.databases or asked.folder / "databases"
    for plan in PLANS:
        if asked.only and plan.name not in asked.only:
            continue
        # A name of its own: pages keep a database open, and a command would find it in use.
        database = copied(made(plan, databases), asked.folder / "work" / plan.name)
        write_commands(plan, database, asked.folder / plan.name)
        write_pages(plan, database, asked.folder / plan.name)
        print(plan.name, flush=True)
    shutil.rmtree(asked.folder / "work")


if __name__ == "__main__":
    main()
