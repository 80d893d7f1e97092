"""The manual says what the product does: each command, option, setting, status, page, column and file, and no other."""

import re
from pathlib import Path

from kpi.i18n import texts
from kpi.ingest import headers
from kpi.ingest.forms import COLUMNS
from kpi.model import Lamp, Status
from kpi.settings import PROJECT as SETTINGS_PROJECT
from kpi.settings import SETTINGS

PROJECT = Path(__file__).resolve().parents[2]
MANUAL = (PROJECT / "docs" / "manual.md").read_text(encoding="utf-8")
ZH, EN = texts("zh"), texts("en")


def chapter(title):
    """The text of one chapter, up to the next."""
    return re.split(r"^## ", MANUAL.split(f"\n## {title}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def section(title):
    """The text of one section, up to the next heading."""
    return re.split(r"^##+ ", MANUAL.split(f"\n### {title}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def table(text):
    """The cells of the first table of a text, without its header, code marks taken off."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    block = lines[2:]
    return [[cell.strip().strip("`") for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in block]


def test_contents_lead_to_every_chapter():
    listed = re.findall(r"^\d+\. \[(.+)\]\(#(.+)\)$", MANUAL, re.MULTILINE)
    assert [title for title, _ in listed] == re.findall(r"^## (.+)$", MANUAL, re.MULTILINE)
    assert all(anchor == title for title, anchor in listed)


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
    form = [ZH(f"template.{role}") for role in COLUMNS if role is not headers.Role.LAST_YEAR]
    assert stated == form


def test_english_upload_columns_are_understood():
    for zh, en, _ in table(section("列")):
        assert headers.ROLES[headers._spelling(zh)] is headers.ROLES[headers._spelling(en)]
