"""Files changed by chance, uploaded to a file and to a lake, end in a sentence, the same in both. More: `make torture`."""

from itertools import count
from pathlib import Path

import pytest

from bench import mutations
from tools.postgres import lake_of_its_own, postgres_programs

pytestmark = [
    pytest.mark.slow,
    pytest.mark.file_only,
    pytest.mark.skipif(postgres_programs() is None, reason="PostgreSQL is not installed"),
]


def test_both_stores_say_the_same_of_every_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KPI_DATA_PATH", str(tmp_path / "files"))
    with lake_of_its_own() as lake:
        tally = mutations.run([str(tmp_path / "one.duckdb"), lake], 9, 3)
    assert (tally.broken, tally.differing, tally.findings) == ([], [], 0)
    assert tally.files == 12 == tally.loaded + tally.refused + tally.held_already
    assert tally.loaded >= 2 <= tally.refused


def test_what_is_told_otherwise_or_ends_in_no_sentence_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = count()

    def told(workspace: object, file: mutations.UploadFile) -> tuple[str, ...]:
        if next(answers) == 4:
            raise ZeroDivisionError
        return (f"{next(answers)}", "refused")

    monkeypatch.setattr(mutations, "answer", told)
    tally = mutations.run([str(tmp_path / "one.duckdb"), str(tmp_path / "other.duckdb")], 2, 1)
    assert tally.differing == ["0.csv", "2.xlsx"]
    assert [each.split(":")[0] for each in tally.broken] == ["1.csv"]
    assert tally.faults == 3
