"""When things happened: in UTC, in order whatever the clock does, and asked for with a zone."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kpi.errors import KpiError
from kpi.model import Severity
from kpi.store import Store
from tests.store.helpers import ACTOR, figure, moment, opened, upload, values

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = opened(tmp_path / "kpi.duckdb", figure("a", "10"))
    yield store
    store.close()


@pytest.mark.slow
def test_after_the_clock_is_set_back_the_later_upload_still_counts(store: Store, tmp_path: Path) -> None:
    store.commit_batches([upload("1.csv", figure("a", "50"))], actor=ACTOR, at=moment(5))
    store.commit_batches([upload("2.csv", figure("a", "60"))], actor=ACTOR, at=moment(4))
    assert values(store.current()) == {"a 2023": 60}
    assert values(store.known_at(moment(5))) == {"a 2023": 60}
    assert values(store.known_at(moment(4))) == {"a 2023": 10}
    store.withdraw(3, actor=ACTOR, at=moment(1), note="报错")
    assert [event.happened_at for event in store.events()] == [moment(5), moment(5), moment(5), moment(0)]
    assert values(store.known_at(moment(5))) == values(store.current()) == {"a 2023": 50}
    assert store.verify() == []
    store.backup(tmp_path / "copies", at=moment(6))


def test_everything_that_happened_at_a_moment_is_known_at_it_and_nothing_before(store: Store) -> None:
    store.commit_batches([upload("1.csv", figure("a", "50"))], actor=ACTOR, at=moment(5))
    just_before = moment(5) - timedelta(microseconds=1)
    assert values(store.known_at(moment(5))) == {"a 2023": 50}
    assert values(store.known_at(just_before)) == {"a 2023": 10}
    assert values(store.known_at(moment(0) - timedelta(microseconds=1))) == {}


@pytest.mark.slow
def test_a_moment_is_the_same_in_every_zone(store: Store) -> None:
    in_shanghai = datetime(2026, 1, 2, 7, 30, tzinfo=SHANGHAI)
    store.commit_batches([upload("1.csv", figure("a", "50"))], actor=ACTOR, at=in_shanghai)
    batch = store.batches()[0]
    assert batch.approved_at == datetime(2026, 1, 1, 23, 30, tzinfo=UTC)
    assert batch.approved_at.tzinfo is UTC
    assert values(store.known_at(in_shanghai)) == {"a 2023": 50}
    assert values(store.known_at(datetime(2026, 1, 1, 23, 29, tzinfo=UTC))) == {"a 2023": 10}


def test_a_moment_without_a_zone_is_not_guessed_at(store: Store) -> None:
    bare = datetime(2026, 1, 1)  # noqa: DTZ001 - that it has no zone is what is tested
    with pytest.raises(ValueError, match="time zone"):
        store.known_at(bare)
    with pytest.raises(ValueError, match="time zone"):
        store.commit_batches([upload("1.csv", figure("a", "50"))], actor=ACTOR, at=bare)
    assert len(store.batches()) == 1


@pytest.mark.slow
def test_a_clock_a_day_behind_is_warned_of_and_the_order_kept(store: Store) -> None:
    store.commit_batches([upload("1.csv", figure("a", "50"))], actor=ACTOR, at=moment(24))
    notice = store.clock_notice(moment(0))
    assert notice is not None
    assert (notice.severity, notice.code) == (Severity.WARNING, "store_clock_set_back")
    store.commit_batches([upload("2.csv", figure("a", "60"))], actor=ACTOR, at=moment(0))
    assert store.batches()[0].approved_at == moment(24)


@pytest.mark.slow
def test_one_wrong_year_does_not_stamp_what_comes_after_it(store: Store) -> None:
    """A clock that was a year ahead: what is known at every moment stays as it was, and the next write asks for a person."""
    store.commit_batches([upload("1.csv", figure("a", "50"))], actor=ACTOR, at=moment(24 * 365))
    notice = store.clock_notice(moment(5))
    assert notice is not None
    assert (notice.severity, notice.code) == (Severity.ERROR, "store_clock_lags")
    just_too_far = moment(24 * 364) - timedelta(microseconds=1)
    for at in (moment(5), just_too_far):
        with pytest.raises(KpiError, match="clock_lags"):
            store.commit_batches([upload("2.csv", figure("a", "60"))], actor=ACTOR, at=at)
        with pytest.raises(KpiError, match="clock_lags"):
            store.withdraw(2, actor=ACTOR, at=at, note="报错")
    assert [event.happened_at for event in store.events()] == [moment(24 * 365), moment(0)]
    assert values(store.known_at(moment(5))) == {"a 2023": 10}
    store.commit_batches([upload("2.csv", figure("a", "60"))], actor=ACTOR, at=moment(24 * 364))
    assert store.verify() == []


def test_a_clock_that_goes_right_has_no_notice(store: Store) -> None:
    assert store.clock_notice(moment(0)) is None
    assert store.clock_notice(moment(24 * 3650)) is None
