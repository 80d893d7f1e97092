"""Whatever is committed, withdrawn and corrected in whatever order, the projection is what a plain model says, now and then."""

import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from kpi.model import Observation
from kpi.store import NewBatch, Store
from tests.profiles import examples
from tests.store.helpers import ACTOR, START, figure, load_figures, moment, opened, upload

pytestmark = pytest.mark.slow

Key = tuple[str, int, str]
Figures = dict[Key, int]
Shown = dict[Key, tuple[float, int]]
"""Value and batch by key."""

KEYS = st.tuples(st.sampled_from("ab"), st.sampled_from([2022, 2023]), st.sampled_from(["", "senior"]))
FIGURES = st.dictionaries(KEYS, st.integers(0, 99), min_size=1, max_size=4)
CATALOGS = st.dictionaries(KEYS, st.integers(100, 103), max_size=5)


def observations(figures: Figures) -> list[Observation]:
    return [figure(name, str(value), year=year, member=member) for (name, year, member), value in figures.items()]


class History(RuleBasedStateMachine):
    """A store beside a model of it: what the catalog says by which batch, and every upload with whether it counts."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = opened(Path(self.folder.name) / "kpi.duckdb")
        self.catalog: Shown = {}
        self.uploads: dict[int, tuple[NewBatch, Figures, bool]] = {}
        self.last_batch = 0
        self.clock = self.newest = START
        self.then: list[tuple[datetime, Shown]] = []
        self.follow({("a", 2023, ""): 100})

    def teardown(self) -> None:
        """Every moment is still known as it was then."""
        known = {at: self._shown(self.store.known_at(at)) for at, _ in self.then}
        found = self.store.verify()
        self.store.close()
        self.folder.cleanup()
        assert known == dict(self.then)
        assert found == []

    @rule(hours=st.integers(-3, 5))
    def pass_time(self, hours: int) -> None:
        self.clock += moment(hours) - START

    @rule(files=st.lists(FIGURES, min_size=1, max_size=2))
    def commit(self, files: Sequence[Figures]) -> None:
        taken: set[Key] = set()
        batches = []
        for place, figures in enumerate(files):
            own = {key: value for key, value in figures.items() if key not in taken}
            taken |= own.keys()
            batches.append((upload(f"{self.last_batch}-{place}.csv", *observations(own)), own))
        self._commit(batches)

    @precondition(lambda self: any(not counts for _, _, counts in self.uploads.values()))
    @rule(choice=st.integers(0, 99))
    def load_a_withdrawn_file_again(self, choice: int) -> None:
        counting = {file.sha256 for file, _, counts in self.uploads.values() if counts}
        again = [(file, own) for file, own, counts in self.uploads.values() if not counts and file.sha256 not in counting]
        if again:
            self._commit([again[choice % len(again)]])

    @precondition(lambda self: any(counts for _, _, counts in self.uploads.values()))
    @rule(choice=st.integers(0, 99))
    def withdraw(self, choice: int) -> None:
        counting = [batch_id for batch_id, (_, _, counts) in self.uploads.items() if counts]
        batch_id = counting[choice % len(counting)]
        self.store.withdraw(batch_id, actor=ACTOR, at=self.clock, note="撤回")
        file, figures, _ = self.uploads[batch_id]
        self.uploads[batch_id] = (file, figures, False)
        self._remember()

    @rule(figures=CATALOGS)
    def follow(self, figures: Figures) -> None:
        batch_id = load_figures(self.store, observations(figures), f"{sorted(figures.items())}", actor=ACTOR, at=self.clock)
        same = {key: held for key, held in self.catalog.items() if figures.get(key) == held[0]}
        changed = self.last_batch == 0 or len(same) != len(self.catalog) or len(same) != len(figures)
        assert batch_id == (self.last_batch + 1 if changed else None)
        self.last_batch += changed
        self.catalog = {key: same.get(key, (value, self.last_batch)) for key, value in figures.items()}
        self._remember()

    @rule()
    def open_again(self) -> None:
        path = self.store.path
        self.store.close()
        self.store = Store.open(path, at=self.clock)

    @invariant()
    def the_projection_is_the_model(self) -> None:
        assert self._shown(self.store.current()) == self._model()

    def _commit(self, batches: Sequence[tuple[NewBatch, Figures]]) -> None:
        ids = self.store.commit_batches([file for file, _ in batches], actor=ACTOR, at=self.clock)
        assert ids == [self.last_batch + place for place in range(1, len(batches) + 1)]
        for batch_id, (file, own) in zip(ids, batches, strict=True):
            self.uploads[batch_id] = (file, own, True)
        self.last_batch = ids[-1]
        self._remember()

    def _remember(self) -> None:
        """The store keeps the order of things when the clock goes back, by recording the newest moment again."""
        self.newest = max(self.newest, self.clock)
        self.then.append((self.newest, self._model()))

    def _model(self) -> Shown:
        shown = dict(self.catalog)
        for batch_id, (_, figures, counts) in sorted(self.uploads.items()):
            if counts:
                shown |= {key: (float(value), batch_id) for key, value in figures.items()}
        return shown

    @staticmethod
    def _shown(frame) -> Shown:
        columns = zip(
            frame["measure_id"], frame["window_end"].dt.year, frame["member"], frame["value"], frame["batch_id"], strict=True
        )
        return {(name, year, member): (value, batch_id) for name, year, member, value, batch_id in columns}


TestHistory = History.TestCase
TestHistory.settings = settings(
    max_examples=examples(25), stateful_step_count=12, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
