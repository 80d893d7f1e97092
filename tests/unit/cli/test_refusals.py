"""Whatever is wrong gets a sentence in the language asked for: 1 refused, 2 wrong usage, never a traceback."""

import os
import re
from pathlib import Path

import pytest

from kpi.cli import files, main
from kpi.cli.arguments import _COMMANDS, asked_language, build_parser
from kpi.errors import KpiError
from kpi.i18n import texts
from tests.databases import TINY

CHINESE = re.compile(r"[\u3400-\u9fff]")
WRONG_USAGE = {
    "nothing": [],
    "no such command": ["stauts"],
    "no such option": ["status", "--asof", "2023-06-30"],
    "a shortened option": ["status", "--as", "2023-06-30"],
    "a month there is not": ["status", "--as-of", "2023-13-01"],
    "a day there is not": ["status", "--as-of", "2023-02-29"],
    "a date without dashes": ["status", "--as-of", "20230630"],
    "a week": ["status", "--as-of", "2023-W26-5"],
    "full-width digits": ["status", "--as-of", "２０２３-06-30"],
    "an hour there is not": ["status", "--known-at", "2023-06-30T25:00"],
    "an option without its value": ["status", "--as-of"],
    "no file": ["import"],
    "a batch that is no number": ["withdraw", "zwei", "--user", "u", "--note", "n"],
    "a withdrawal without a note": ["withdraw", "2", "--user", "u"],
    "a withdrawal by nobody": ["withdraw", "2", "--note", "n"],
    "a form without a place": ["template", "2024"],
    "a form as text": ["template", "2024", "-o", "form.txt"],
    "a form without ending": ["template", "2024", "-o", "form"],
    "a year that is no number": ["template", "next", "-o", "form.csv"],
    "a report as odt": ["report", "-o", "report.odt"],
    "a report of no format": ["report", "--format", "odp", "-o", "report.docx"],
    "a flag with a value": ["status", "--json=yes"],
}
REFUSED = {
    "no such region": ["status", "--region", "999999"],
    "no such lamps": ["status", "--lamps", "rainbow"],
    "no such file": ["check", "absent.csv"],
    "no such file to load": ["import", "absent.csv"],
    "a folder as a file": ["check", "."],
    "a folder below a file": ["check", "plain.txt/a.csv"],
    "a year far off": ["template", "20255", "-o", "form.csv"],
    "a form into no folder": ["template", "2024", "-o", "absent/form.csv"],
    "a form over a folder": ["template", "2024", "-o", "folder.csv"],
    "no such copy": ["restore", "absent"],
    "no copy at all": ["restore", "plain.txt"],
    "a copy into a file": ["backup", "plain.txt"],
    "the baseline": ["withdraw", "1", "--user", "u", "--note", "n"],
    "no such batch": ["withdraw", "77", "--user", "u", "--note", "n"],
    "a blank note": ["withdraw", "2", "--user", "u", "--note", "  "],
}


@pytest.fixture
def place(tmp_path):
    (tmp_path / "plain.txt").write_text("plain", encoding="utf-8")
    (tmp_path / "folder.csv").mkdir()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("arguments", WRONG_USAGE.values(), ids=WRONG_USAGE)
def test_wrong_usage(run, arguments, lang):
    done = run(*arguments, catalog=TINY, lang=lang)
    assert (done.code, done.out) == (2, "")
    complaint = done.err.splitlines()[-1]
    assert bool(CHINESE.search(complaint)) is (lang == "zh")
    assert "Traceback" not in done.err


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("arguments", REFUSED.values(), ids=REFUSED)
def test_refusals(run, place, arguments, lang):
    done = run(*arguments, catalog=TINY, lang=lang)
    assert (done.code, done.out) == (1, "")
    assert len(done.err.splitlines()) == 1
    assert "{" not in done.err


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [REFUSED["no such region"], REFUSED["no such file"], REFUSED["no such file to load"]])
def test_refusals_as_json(run, arguments):
    done = run(*arguments, "--json", catalog=TINY)
    told = done.json()
    assert (done.code, list(told), told["ok"]) == (1, ["ok", "problems"], False)
    (problem,) = told["problems"]
    assert (problem["severity"], problem["message"]) == ("error", done.err.strip())


@pytest.mark.parametrize("command", [["status"], ["check", "a.csv"], ["import", "a.csv"], ["history"]])
def test_a_refused_catalog_as_json(run, file, tmp_path, command):
    file(name="a.csv")
    (tmp_path / "empty").mkdir()
    done = run(*command, "--json", catalog=tmp_path / "empty")
    told = done.json()
    assert (done.code, list(told), told["ok"]) == (1, ["ok", "problems"], False)
    assert {each["code"] for each in told["problems"]} == {"catalog_file_missing"}
    keys = ["severity", "file", "sheet", "row", "column", "value", "code", "message", "suggestion"]
    assert [list(each) for each in told["problems"]] == [keys] * len(told["problems"])
    assert all(each["message"] for each in told["problems"])


def test_a_catalog_that_is_nowhere(run):
    done = run("status", catalog="nowhere")
    assert (done.code, done.out) == (1, "")
    assert "指标目录" in done.err


@pytest.mark.parametrize("database", ["plain.txt", ".", ":memory:", "postgres://somewhere/kpi", "plain.txt/kpi.duckdb"])
def test_what_is_no_database(run, place, database):
    done = run("status", database=database, catalog=TINY)
    assert (done.code, done.out) == (1, "")
    assert (str(Path.cwd()) if database == "." else database) in done.err


@pytest.mark.parametrize(
    ("error", "read", "written"),
    [
        (PermissionError(13, "no"), "没有读写 a.csv 的权限。", "没有读写 a.csv 的权限。"),
        (OSError(5, "no"), "无法读取 a.csv。", "无法写入 a.csv，请检查磁盘空间。"),
    ],
)
def test_what_the_system_refuses(monkeypatch, error, read, written):
    """Root may read everything, so the system's refusal is played."""

    def refuse(*_, **__):
        raise error

    monkeypatch.setattr("kpi.cli.files.Path.open", refuse)
    monkeypatch.setattr("kpi.cli.files.Path.write_bytes", refuse)
    assert outcome(lambda: files.read(Path("a.csv"))) == read
    assert outcome(lambda: files.write(Path("a.csv"), b"")) == written


def outcome(action):
    with pytest.raises(KpiError) as refused:
        action()
    return texts("zh").message(refused.value.message)


@pytest.mark.slow
def test_a_name_no_encoding_can_hold(run, tmp_path):
    """A file name in another encoding reaches Python as lone surrogates."""
    name = os.fsdecode("填报.csv".encode("gb18030"))
    (tmp_path / name).write_bytes("指标代码,年份,数值,单位\r\nlandfill_daily,2023,400,吨\r\n".encode())
    done = run("import", name, "--json", catalog=TINY)
    assert (done.code, done.json()["batches"]) == (0, [2])
    assert run("history", "--json", catalog=TINY).json()[0]["file"].endswith(".csv")


def test_demo_needs_a_place_of_its_own(capsys, monkeypatch):
    monkeypatch.delenv("KPI_DATABASE")
    assert main(["demo"]) == 2
    assert "--database" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "setting", "language"),
    [
        ([], "", "zh"),
        ([], "en", "en"),
        ([], "fr", "zh"),
        (["--lang", "en"], "", "en"),
        (["--lang=en", "status"], "", "en"),
        (["--lang", "zh"], "en", "zh"),
        (["--lang", "fr"], "en", "en"),
        (["--lang"], "", "zh"),
    ],
)
def test_the_language_is_known_before_anything_else(monkeypatch, arguments, setting, language):
    monkeypatch.setenv("KPI_LANG", setting)
    assert asked_language(arguments) == language


def test_a_language_there_is_not(run):
    done = run("status", lang="fr")
    assert done.code == 2
    assert "fr" in done.err.splitlines()[-1]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_help_is_in_the_language_asked_for(capsys, lang):
    with pytest.raises(SystemExit) as ended:
        main(["--lang", lang, "import", "--help"])
    told = capsys.readouterr().out
    assert ended.value.code == 0
    assert ("用法" in told) is (lang == "zh")
    assert ("usage" in told) is (lang == "en")
    assert "show this help message" not in told


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("command", sorted(_COMMANDS))
def test_every_command_has_help(capsys, lang, command):
    """Texts may hold a percent sign, which argparse would take for a field of its own."""
    with pytest.raises(SystemExit) as ended:
        main(["--lang", lang, command, "--help"])
    told = capsys.readouterr().out
    assert ended.value.code == 0
    assert "%%" not in told


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_option_is_explained(lang):
    parser = build_parser(texts(lang))
    commands = next(action for action in parser._actions if action.dest == "command")
    unexplained = [
        (name, action.dest) for name, each in commands.choices.items() for action in each._actions if not action.help
    ]
    assert unexplained == []
