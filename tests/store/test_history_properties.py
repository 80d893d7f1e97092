"""Whatever is committed and withdrawn in whatever order, the projection is what a plain model says, now and then."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.store import Store
from tests.store.helpers import ACTOR, figure, moment, upload, values

_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("upload"), st.dictionaries(st.sampled_from("abc"), st.integers(0, 99), min_size=1)),
        st.tuples(st.just("withdraw"), st.integers(0, 5)),
        st.tuples(st.just("catalog"), st.dictionaries(st.sampled_from("abc"), st.integers(100, 199))),
    ),
    max_size=8,
)


class Model:
    """Baseline by measure, and uploads in their order with whether they count."""

    def __init__(self) -> None:
        self.catalog = {"a": 100}
        self.uploads: list[tuple[int, dict[str, int], bool]] = []

    def current(self) -> dict[str, float]:
        shown: dict[str, float] = dict(self.catalog)
        for _, figures, counts in self.uploads:
            if counts:
                shown |= figures
        return {f"{name} 2023": value for name, value in shown.items()}


@settings(max_examples=40, deadline=None)
@given(_STEPS)
def test_the_projection_is_the_model_at_every_moment(steps: list[tuple[str, object]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "kpi.duckdb", at=moment(0))
        store.load_baseline([figure("a", "100")], "0", actor=ACTOR, at=moment(0))
        model, seen = Model(), []
        for hour, (kind, what) in enumerate(steps, 1):
            _apply(store, model, hour, kind, what)
            assert values(store.current()) == model.current()
            seen.append((hour, model.current()))
        for hour, then in seen:
            assert values(store.known_at(moment(hour))) == then
        assert store.verify() == []
        store.close()


def _apply(store: Store, model: Model, hour: int, kind: str, what: object) -> None:
    if kind == "upload":
        figures = dict(what)  # type: ignore[call-overload]
        file = upload(f"{hour}.csv", *(figure(name, str(value)) for name, value in figures.items()))
        ids = store.commit_batches([file], actor=ACTOR, at=moment(hour))
        model.uploads.append((ids[0], figures, True))
    elif kind == "catalog":
        model.catalog = dict(what)  # type: ignore[call-overload]
        now = [figure(name, str(value)) for name, value in model.catalog.items()]
        store.load_baseline(now, f"catalog {hour}", actor=ACTOR, at=moment(hour))
    else:
        open_ones = [place for place, (_, _, counts) in enumerate(model.uploads) if counts]
        if open_ones:
            place = open_ones[int(str(what)) % len(open_ones)]
            batch_id, figures, _ = model.uploads[place]
            store.withdraw(batch_id, actor=ACTOR, at=moment(hour), note="撤回")
            model.uploads[place] = (batch_id, figures, False)
