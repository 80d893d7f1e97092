"""The data package: tables and a description that fit each other, to the column, the type, the byte."""

import csv
import hashlib
import io
import json
import re
import zipfile
from datetime import UTC, date, datetime

import pytest

from kpi.model import Status
from kpi.report import render_datapackage, render_json
from kpi.report.tidy.tables import TABLES
from tests.unit.report.sample import MOMENT, empty, full, large, letter, small, town, with_text

REPORTS = {
    "full": full(demo=True),
    "english": full(lang="en"),
    "small": small(),
    "letter": letter(),
    "town": town(),
    "empty": empty(),
    "large": large(30),
}
PARSE = {
    "string": str,
    "integer": lambda text: int(re.fullmatch(r"-?\d+", text)[0]),
    "number": lambda text: float(re.fullmatch(r"-?\d+(\.\d+)?", text)[0]),
    "boolean": lambda text: {"true": True, "false": False}[text],
    "date": date.fromisoformat,
    "datetime": lambda text: datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC),
    "array": lambda text: [*json.loads(text)],
}
"""How each type of Table Schema is read in its default format."""


def unpacked(report):
    with zipfile.ZipFile(io.BytesIO(render_datapackage(report))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return json.loads(files["datapackage.json"].decode("utf-8")), files


def parsed(resource, files):
    """The rows of a table as its description says they are to be read."""
    fields = {each["name"]: each for each in resource["schema"]["fields"]}
    lines = csv.DictReader(io.StringIO(files[resource["path"]].decode("utf-8-sig"), newline=""), strict=True)
    assert lines.fieldnames == list(fields)
    return [
        {
            name: None if text in resource["schema"]["missingValues"] else PARSE[fields[name]["type"]](text)
            for name, text in line.items()
        }
        for line in lines
    ]


@pytest.fixture(params=REPORTS)
def package(request):
    return unpacked(REPORTS[request.param])


@pytest.fixture(scope="module")
def whole():
    description, files = unpacked(REPORTS["full"])
    return {each["name"]: parsed(each, files) for each in description["resources"]}


def test_every_file_is_described_and_every_described_file_is_there(package):
    description, files = package
    assert description["profile"] == "tabular-data-package"
    assert re.fullmatch(r"[-a-z0-9._/]+", description["name"])
    assert {"datapackage.json", *(each["path"] for each in description["resources"])} == set(files)


def test_size_and_hash_are_those_of_the_file(package):
    description, files = package
    for each in description["resources"]:
        content = files[each["path"]]
        assert (each["bytes"], each["hash"]) == (len(content), "sha256:" + hashlib.sha256(content).hexdigest())
        assert (each["profile"], each["format"], each["mediatype"]) == ("tabular-data-resource", "csv", "text/csv")
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.count(b"\r\n") == content.count(b"\n")


def test_every_cell_is_of_its_type_and_every_column_is_described_in_words(package):
    description, files = package
    for resource in description["resources"]:
        parsed(resource, files)
        for field in resource["schema"]["fields"]:
            assert re.fullmatch(r"[a-z][a-z_]*", field["name"])
            assert re.search(r"[\u4e00-\u9fff]", field["titles"]["zh"])
            assert re.fullmatch(r"[^\u4e00-\u9fff]+", field["titles"]["en"])
            assert field["title"] == field["titles"][description["language"]]
            assert field["description"].endswith("。" if description["language"] == "zh" else ".")


def test_titles_of_a_table_are_all_different(package):
    for resource in package[0]["resources"]:
        for lang in ("zh", "en"):
            titles = [field["titles"][lang] for field in resource["schema"]["fields"]]
            assert sorted({title for title in titles if titles.count(title) > 1}) == []


def test_constraints_hold(package):
    description, files = package
    for resource in description["resources"]:
        rows = parsed(resource, files)
        for field in resource["schema"]["fields"]:
            values = [row[field["name"]] for row in rows]
            constraints = field.get("constraints", {})
            assert not (constraints.get("required") and None in values)
            assert set(values) <= {*constraints["enum"], None} if "enum" in constraints else True


def test_keys_are_unique_and_lead_somewhere(package):
    description, files = package
    tables = {each["name"]: parsed(each, files) for each in description["resources"]}
    for resource in description["resources"]:
        rows = tables[resource["name"]]
        keys = [tuple(row[name] for name in resource["schema"]["primaryKey"]) for row in rows]
        assert len(set(keys)) == len(keys)
    for resource in description["resources"] if "definitions" not in empty_tables(tables) else []:
        for key in resource["schema"].get("foreignKeys", []):
            there = {row[key["reference"]["fields"]] for row in tables[key["reference"]["resource"]]}
            assert {row[key["fields"]] for row in tables[resource["name"]]} <= there


def empty_tables(tables):
    """Hand-made reports without definitions have nothing to lead to."""
    return {name for name, rows in tables.items() if not rows}


def test_codes_are_listed():
    (targets,) = [each for each in unpacked(small())[0]["resources"] if each["name"] == "targets"]
    allowed = {
        each["name"]: each["constraints"]["enum"]
        for each in targets["schema"]["fields"]
        if "enum" in each.get("constraints", {})
    }
    assert allowed == {
        "comparator": [">=", "<=", "=", "between"],
        "period_type": [
            *("by_date", "each_year", "single_year", "cumulative_window", "unspecified", "ambiguous"),
            *("average_growth", "cumulative_change", "relative"),
        ],
        "status": [str(status) for status in Status],
        "change_unit": ["percent", "absolute"],
        "nature": ["binding", "expected"],
        "lamp": ["blue", "green", "yellow", "red", "grey"],
    }


def test_numbers_are_the_models(whole):
    by_key = {each["target_key"]: each for each in whole["targets"]}
    assert len(by_key) == 9
    project, vouchers, waiting = (by_key[key] for key in ("T07/2025", "T09/2025", "T50"))
    assert (project["target_value"], project["current_value"], project["gap"], project["time_pct"]) == (
        8,
        4.736,
        3.264,
        49.589041,
    )
    assert (vouchers["gap"], waiting["lead_pp"], waiting["required_per_year"]) == (-17.25, -60, -7.94)
    assert [each["value"] for each in whole["members"]] == [3, 1.736, None]
    assert {each["measure_id"]: each["value"] for each in whole["yearly"]} == {"skilled_share": 25.8, "project_training": 4.736}
    assert [(each["target_key"], each["missing_pct"]) for each in whole["missing"]] == [("T01", 100), ("T07/2025", 40.8)]


def test_targets_lead_to_figures_and_figures_to_sources(whole):
    numbers = [each["number"] for each in whole["target_figures"] if each["target_key"] == "T07/2025"]
    (figure,) = [each for each in whole["figures"] if each["number"] in numbers]
    assert (figure["file"], figure["row"], figure["user"]) == ("2025上半年.csv", 14, "王芳")
    assert figure["loaded_at"] == datetime(2025, 7, 15, 1, 40, tzinfo=UTC)


@pytest.mark.parametrize("report", [full(), town(), letter(), empty()], ids=["full", "town", "letter", "empty"])
def test_json_says_the_same(report):
    description, files = unpacked(report)
    content = json.loads(render_json(report))
    content["members"] = [{**column, **member} for column in content["members"] for member in column["members"]]
    for resource in description["resources"]:
        if resource["name"] == "target_figures":
            continue
        rows, records = parsed(resource, files), content[resource["name"]]
        assert len(rows) == len(records)
        for row, record in zip(rows, records, strict=True):
            for name, value in row.items():
                if name in ("as_of", "demo"):
                    continue
                assert comparable(value) == record[name], (resource["name"], name)


def comparable(value):
    """A parsed cell as JSON has it, without the apostrophe in front of +3.764万人次."""
    if isinstance(value, str):
        return re.sub(r"^'(?=[=+@-])", "", value)
    if isinstance(value, datetime):
        return value.astimezone(MOMENT.tzinfo).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value


def test_every_row_says_its_day_and_whether_it_is_fiction(whole):
    rows = [row for table in whole.values() for row in table]
    assert {(row["as_of"], row["demo"]) for row in rows} == {(date(2025, 6, 30), True)}


def test_lists_of_texts_are_written_in_their_own_letters():
    _, files = unpacked(full())
    assert '"[""“项目制”培训9.87万人次自何时起算？""]"' in files["targets.csv"].decode("utf-8-sig")


def test_the_description_says_what_it_is_of():
    description, _ = unpacked(full(demo=True))
    assert (description["as_of"], description["demo"], description["data_version"]) == ("2025-06-30", True, 4)
    assert description["created"] == "2025-07-18T01:05:30Z"
    assert description["sources"] == [{"title": "《关于建议的答复》（人社函〔2023〕61号）"}]
    assert "撇号" in description["description"]


def test_tables_that_do_not_apply_are_left_out():
    def names(report):
        return {each["name"] for each in unpacked(report)[0]["resources"]}

    always = {"targets", "figures", "target_figures", "missing", "yearly", "definitions"}
    assert names(empty()) == names(small()) == always
    assert (names(full()), names(town())) == (always | {"members", "actions"}, always | {"values"})


def test_an_empty_report_has_headings_only():
    description, files = unpacked(empty())
    assert all(parsed(each, files) == [] for each in description["resources"])


def test_text_that_could_be_computed_is_disarmed_and_codes_are_not():
    description, files = unpacked(with_text(full(), "=1+1"))
    tables = {each["name"]: parsed(each, files) for each in description["resources"]}
    assert {each["measure"] for each in tables["targets"]} == {"'=1+1"}
    assert {each["comparator"] for each in tables["targets"]} == {">=", "<=", "="}
    assert [each["gap"] for each in tables["targets"] if each["gap"] is not None] == [
        4.2,
        3.264,
        -17.25,
        -4,
    ]


def test_the_same_report_gives_the_same_bytes():
    assert render_datapackage(full()) == render_datapackage(full())
    assert render_datapackage(full()) != render_datapackage(small())


def test_no_table_has_two_columns_of_one_name():
    for table in TABLES:
        names = [field.called for field in table.fields]
        assert sorted({name for name in names if names.count(name) > 1}) == []
