"""Who comes first and last: shared places, open ranks, too few, and verdicts before ranks; worked out by hand."""

from types import SimpleNamespace

import pytest

from kpi.i18n import texts
from kpi.model import Direction, Kind, Status
from kpi.report.document.kinds.briefing import _by_what
from kpi.report.league import across, ends_of, units
from kpi.views import PlaceChange


class Row(SimpleNamespace):
    """A row that a set can hold."""

    def __hash__(self):
        return hash(self.code)


def column(*ranks, places=0, direction=Direction.HIGHER, statuses=()):
    """A column whose rows A, B, C … have these ranks: a number, or two where they are open."""
    letters = "ABCDEFGHIJKL"
    pairs = [rank if isinstance(rank, tuple) else (rank, rank) for rank in ranks]
    given = [*statuses, *[None] * len(pairs)]
    rows = tuple(
        Row(code=code, name=code, ranks=pair, standing=status and SimpleNamespace(status=status, judged=True))
        for code, pair, status in zip(letters, pairs, given, strict=False)
    )
    silent = tuple(Row(code=f"-{number}", name="", ranks=(), standing=None) for number in range(places - len(rows)))
    measure = SimpleNamespace(measure_id="", direction=direction, kind=Kind.RATIO)
    return SimpleNamespace(measure=measure, rows=(*rows, *silent), reported=rows)


def codes(rows):
    return "".join(each.code for each in rows)


@pytest.mark.parametrize(
    ("given", "first", "last"),
    [
        (column(1, 2, 3, 4, 5, 6, 7, 8, 9), "ABC", "GHI"),  # three of nine
        (column(1, 2, 3, 4, 5, 6), "AB", "EF"),  # a third of six
        (column(1, 1, 1, 4, 5, 6, 7, 8, 9), "ABC", "GHI"),  # equal ones share the first place
        (column(1, 2, 3, 4, 5, 6, 7, 8, 8), "ABC", "GHI"),  # and the last
        (column(1, 1, 1, 1, 1, 1, 1, 1, 9), "", ""),  # eight are second from the end as well: no lists
        (column(1, 1, 1), "", ""),  # all equal
        (column(1, 2), "", ""),  # two are no ranking
        (column(1, (2, 4), (2, 4), (3, 5), 5, 6, 7, 8, 9), "A", "GHI"),  # B may be fourth
        (column(1, 2, 3, places=10), "", ""),  # 3 of 10 are less than a third
        (column(1, 2, 3, places=9), "A", "C"),  # exactly a third
        (column(1, 2, 3, direction=Direction.NEUTRAL), "", ""),  # neither end is good
        (column(1, 2, 3, statuses=[Status.MISSED, Status.BEHIND, Status.MET]), "C", "A"),  # verdicts count, not ranks
    ],
)
def test_the_first_and_the_last(given, first, last):
    ends = ends_of(given)
    assert (codes(ends.first), codes(ends.last)) == (first, last)


@pytest.mark.parametrize(
    ("judged", "told"),
    [((), "按位次列出"), ((0,), "甲按各地自身目标的评价列出"), ((0, 1), "按各地自身目标的评价列出")],
)
def test_lists_say_by_what_they_rest(judged, told):
    """Measures 甲 and 乙; a place of those numbered has a target of its own."""
    columns = [column(1, 2, 3, statuses=[Status.MET] if number in judged else []) for number in range(2)]
    for named, name in zip(columns, "甲乙", strict=True):
        named.name = name
    assert _by_what(texts("zh"), columns).startswith(told)


def test_over_several_measures_equal_ones_share_a_place():
    """A is first in both, C last in both; B in neither."""
    assert [(each.name, each.rank, each.first, each.last) for each in across([column(1, 2, 3), column(1, 2, 3)])] == [
        ("A", 1, 2, 0),
        ("B", 2, 0, 0),
        ("C", 3, 0, 2),
    ]


def test_what_places_changed_is_counted_over_the_measures_that_are_ranked_and_ranks_nobody():
    """A: one better, one worse; B: one the same, of the other it is not known; C: only a measure that is not ranked."""
    ranked, other = column(1, 2, 3), column(1, 2, 3)
    ranked.measure.measure_id, other.measure.measure_id = "m1", "m2"
    changes = [
        PlaceChange(measure, code, "", turn)
        for measure, code, turn in [
            ("m1", "A", 1),
            ("m2", "A", -1),
            ("m1", "B", 0),
            ("m2", "B", None),
            ("m3", "C", 1),
        ]
    ]
    found = across([ranked, other], changes)
    assert [(each.name, each.rank, each.better, each.worse, each.unchanged) for each in found] == [
        ("A", 1, 1, 1, 0),
        ("B", 2, 0, 0, 1),
        ("C", 3, 0, 0, 0),
    ]


def test_units_go_by_what_is_missed_and_one_without_a_verdict_has_no_place():
    def target(status, *owners):
        return SimpleNamespace(status=status, owners=owners, judged=status is not Status.NO_DATA)

    rows = [
        target(Status.MET, "甲", "乙"),
        target(Status.MISSED, "乙"),
        target(Status.BEHIND, "丙"),
        target(Status.NO_DATA, "丁"),
        target(Status.NO_DATA, "甲"),
    ]
    found = [(unit.name, unit.rank, unit.total, unit.open) for unit in units(SimpleNamespace(counted=rows))]
    assert found == [("甲", 1, 2, 1), ("丙", 2, 1, 0), ("乙", 3, 2, 0), ("丁", None, 1, 1)]
