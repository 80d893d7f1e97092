"""The manual says what the product does: each command, option, setting, status, page, column and file, and no other."""

import argparse
import re
import shlex
from pathlib import Path

import pytest

from kpi.catalog import formats
from kpi.cli.arguments import build_parser
from kpi.i18n import texts
from kpi.ingest.forms.template import COLUMNS
from kpi.ingest.tables import grid
from kpi.model import Lamp, Status
from kpi.settings import PROJECT as SETTINGS_PROJECT
from kpi.settings import SETTINGS

PROJECT = Path(__file__).resolve().parents[2]
NOT_OF_UPLOADS = re.compile(r"catalog_|store_|template_|plan_(?!words$|group$)")
"""How the codes of problems begin that are about plans, the store and templates; two are about a table's columns of plans."""
MANUAL = (PROJECT / "docs" / "manual.md").read_text(encoding="utf-8")
ZH, EN = texts("zh"), texts("en")


def chapter(title):
    """The text of one chapter, up to the next."""
    return re.split(r"^## ", MANUAL.split(f"\n## {title}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def section(title):
    """The text of one section, up to the next heading."""
    return re.split(r"^##+ ", MANUAL.split(f"\n### {title}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def table(text):
    """The cells of the first table of a text, without its header; a cell that is all code loses its marks."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[re.sub(r"^`([^`]*)`$", r"\1", cell.strip()) for cell in line.split("|")[1:-1]] for line in lines[2:]]


def test_contents_lead_to_every_chapter():
    listed = re.findall(r"^\d+\. \[(.+)\]\(#(.+)\)$", MANUAL, re.MULTILINE)
    assert [title for title, _ in listed] == re.findall(r"^## (.+)$", MANUAL, re.MULTILINE)
    assert all(anchor == title.lower() for title, anchor in listed)


def test_statuses_are_all_there_in_both_languages():
    rows = {code: (zh, en) for zh, en, code, _ in table(chapter("判定规则"))}
    assert rows == {str(status): (ZH(f"status.{status}"), EN(f"status.{status}")) for status in Status}


def test_every_lamp_is_explained():
    assert [lamp for lamp in Lamp if ZH(f"lamp.{lamp}") not in chapter("判定规则")] == []


def test_settings_are_all_there_with_their_defaults():
    stated = {name: (default, sense) for name, default, sense in table(chapter("设置"))}
    within = {setting.name: setting.default.removeprefix(f"{SETTINGS_PROJECT}/") for setting in SETTINGS}
    assert {name: default for name, (default, _) in stated.items()} == within
    for setting in SETTINGS:
        assert stated[setting.name][1].replace("`", "") == setting.help_zh.rstrip("。")


def test_upload_columns_are_those_of_the_form():
    stated = [row[0] for row in table(section("列"))]
    form = [ZH(f"template.{role}") for role in COLUMNS if role is not grid.Role.LAST_YEAR]
    assert stated == form


def test_english_upload_columns_are_understood():
    for zh, en, _ in table(section("列")):
        assert grid.ROLES[grid._spelling(zh)] is grid.ROLES[grid._spelling(en)]


def test_every_problem_of_an_upload_is_listed():
    domain = {key.removeprefix("problem.") for key in ZH.catalog if key.startswith("problem.")}
    of_uploads = {code for code in domain if not NOT_OF_UPLOADS.match(code)}
    assert set(re.findall(r"^\| `(\w+)` \| .+ \| .+ \|$", section("错误一览"), re.MULTILINE)) == of_uploads


def subcommands():
    """The command line's commands by name, from the parser itself."""
    actions = build_parser(ZH)._actions
    return next(action for action in actions if isinstance(action, argparse._SubParsersAction)).choices


def options(parser):
    """Long options of a parser, `-o` for one that has a short form; help is understood."""
    named = [action.option_strings for action in parser._actions if action.option_strings and action.dest != "help"]
    return {strings[0] for strings in named}


def test_every_command_and_option_is_there():
    stated = {name: set(re.findall(r"--?[a-z][a-z-]*", text)) for name, _, text in table(chapter("命令行"))}
    assert stated == {name: options(parser) for name, parser in subcommands().items()}


def test_general_options_are_there():
    stated = set(re.findall(r"\[(--[a-z]+)", chapter("命令行").split("```")[1]))
    assert stated == options(build_parser(ZH))


@pytest.mark.slow
def test_examples_are_commands_that_parse():
    for line in re.findall(r"^\.venv/bin/python -m kpi (.+)$", MANUAL, re.MULTILINE):
        if not line.startswith("["):
            assert build_parser(ZH).parse_args(shlex.split(line)).command == re.sub(r"^--plan \S+ ", "", line).split()[0]


def test_catalog_files_and_columns_are_all_there():
    stated = {}
    for name, columns in table(chapter("换一个规划")):
        required, _, optional = columns.partition("；可选 ")
        stated[re.search(r"\w+\.csv", name)[0]] = (
            required.split(", "),
            optional.split(", ") if optional else [],
            "（可选）" in name,
        )
    assert stated == {form.name: (list(form.required), list(form.optional), not form.must_exist) for form in formats.FORMATS}
