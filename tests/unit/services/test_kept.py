"""What is kept of a version of the figures: made once, few, and gone with the version."""

from datetime import date

import pytest

from kpi import services
from kpi.services import Query
from kpi.services.workspace import Kept
from tests.unit.services.conftest import ZHANG, load, row, table


class Maker:
    """Counts how often it is asked."""

    def __init__(self):
        self.made = 0

    def __call__(self):
        self.made += 1
        return object()


def test_the_same_question_is_answered_once():
    kept, make = Kept(2), Maker()
    assert kept.get(1, "a", make) is kept.get(1, "a", make)
    assert make.made == 1


def test_another_version_forgets_everything():
    kept, make = Kept(2), Maker()
    before = kept.get(1, "a", make)
    assert kept.get(2, "a", make) is not before
    assert kept.get(1, "a", make) is not before


def test_what_was_asked_for_longest_ago_goes_first():
    kept, make = Kept(2), Maker()
    first, second = kept.get(1, "a", make), kept.get(1, "b", make)
    assert kept.get(1, "a", make) is first
    kept.get(1, "c", make)
    assert kept.get(1, "a", make) is first
    assert kept.get(1, "b", make) is not second


def test_a_result_of_a_version_that_went_by_meanwhile_is_not_kept():
    kept = Kept(2)

    def overtaken():
        kept.get(2, "b", object)
        return "old"

    assert kept.get(1, "a", overtaken) == "old"
    assert kept.get(2, "a", lambda: "new") == "new"


def test_a_failure_is_not_kept():
    kept = Kept(2)

    def fails():
        raise ValueError("no")

    for _ in range(2):
        with pytest.raises(ValueError, match="no"):
            kept.get(1, "a", fails)


@pytest.mark.slow
def test_a_status_is_made_once_and_anew_after_an_upload(tiny):
    before = services.status(tiny, ZHANG, Query())
    assert services.status(tiny, ZHANG, Query()) is before
    assert services.status(tiny, ZHANG, Query(as_of=date(2020, 1, 1))) is not before
    load(tiny, table(row("landfill_daily", "390", "吨", year=2023)))
    after = services.status(tiny, ZHANG, Query())
    assert after is not before
    assert after.data_version > before.data_version
