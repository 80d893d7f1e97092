"""Many places at once: what is worked out in the database and what the rules say of every figure are the same verdicts."""

import os
from collections import Counter
from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import numpy as np
import pytest

from kpi import progress
from kpi.model import (
    UNSPECIFIED,
    Certainty,
    Kind,
    Observation,
    Qualifier,
    Region,
)
from kpi.progress.judging.numbers import Numbers
from kpi.progress.rules.changes import AVERAGE_GROWTH, CUMULATIVE_CHANGE, RELATIVE
from kpi.services.verdicts.standing import reduced, stand
from kpi.store import Store
from tests.store.helpers import ACTOR, START, moment, upload
from tests.unit.progress.factory import (
    by_date,
    each_year,
    figure,
    flow_measure,
    in_window,
    in_year,
    plan,
    rank_measure,
    ratio_measure,
    stock_measure,
    target,
)

PLACES = tuple(f"P{number}" for number in range(40))
MEASURES = (
    flow_measure("flow"),
    flow_measure("flow2"),
    stock_measure("stock"),
    stock_measure("stock2"),
    rank_measure("rank"),
    ratio_measure("share", numerator_id="stock", denominator_id="stock2"),
    ratio_measure("ratio", numerator_id="flow[level=high]", denominator_id="flow2"),
    flow_measure("growth", kind=Kind.CHANGE),
    flow_measure("milestone", kind=Kind.MILESTONE),
)
SERIES = (
    *((each.measure_id, "", "") for each in MEASURES),
    ("flow", "level", "high"),
    ("stock", "level", "low"),
)
DATED = {"stock", "stock2", "rank", "share", "milestone"}


def _targets():
    flows = [
        in_year(300, year=2022), each_year(200), each_year(250, "<="), each_year(240, "=", measure_id="flow2"),
        in_window(900, "2021-01-01", "2025-12-31"), in_window(400, "2023-07-01", "2025-12-31", "<="),
        in_window(90, "2024-02-15", "2025-06-30", measure_id="flow2"),
        each_year("0.4", measure_id="ratio"), in_window("0.3", "2022-01-01", "2023-12-31", measure_id="ratio"),
        each_year(30, measure_id="stock"), each_year("0.05", measure_id="growth"),
    ]  # fmt: skip
    days = [
        by_date(40), by_date(20, "<=", measure_id="stock2", deadline="2024-06-30"), by_date(30, "=", deadline="2023-12-31"),
        by_date("0.5", measure_id="share"), by_date("0.6", "<=", measure_id="share", deadline="2023-12-31"),
        by_date(5, "<=", measure_id="rank"), by_date(1, measure_id="milestone"),
        by_date(50, baseline_figure_id="F1"),
    ]  # fmt: skip
    others = [
        target("flow", 10, UNSPECIFIED), target("stock", 10, UNSPECIFIED), target("share", "0.4", UNSPECIFIED),
        target("stock", "0.05", AVERAGE_GROWTH, window=("2021-01-01", "2025-12-31")),
        target("growth", "0.2", CUMULATIVE_CHANGE, window=("2022-01-01", "2025-12-31")),
        target("stock", "0.01", RELATIVE, window=("2021-01-01", "2025-12-31"), reference_measure_id="stock2"),
    ]  # fmt: skip
    return [replace(each, target_id=f"T{number:02d}") for number, each in enumerate([*flows, *days, *others])]


def _catalog(*, breaks=()):
    made = plan(
        *_targets(), measures=MEASURES, figures=[figure("F1", "stock", 25, "2022-12-31", region_code="P3")], breaks=breaks
    )
    top = next(iter(made.regions.values()))
    places = {code: Region(code, code, code, top.region_code, top.type) for code in PLACES}
    return replace(made, regions={top.region_code: top, **places})


def _month(number):
    first = date(2020 + number // 12, 1 + number % 12, 1)
    last = date(2020 + (number + 1) // 12, 1 + (number + 1) % 12, 1) - timedelta(days=1)
    return first, last


def _windows(random):
    """Windows as places report them: months, quarters or sums since New Year, whole or with what goes wrong."""
    style = random.choice(["months"] * 4 + ["holes", "quarters", "since", "overlapping", "odd", "long", "years", "none"])
    first, last = sorted(random.sample(range(72), 2))
    months = [_month(number) for number in range(first, last + 1)]
    if style == "holes":
        return [each for each in months if random.random() < 0.7]
    if style == "quarters":
        return [(months[at][0], months[at + 2][1]) for at in range(0, len(months) - 2, 3)]
    if style == "since":
        return [(date(end.year, 1, 1), end) for _, end in months if end.month % 3 == 0]
    if style == "overlapping":
        return [*months, (months[0][0], months[-1][1])]
    if style == "odd":
        return [
            (start + timedelta(days=random.randrange(3)), end - timedelta(days=random.randrange(3))) for start, end in months
        ]
    if style == "long":
        return [*months[:3], (date(2021, 7, 1), date(2023, 6, 30)), (None, date(2022, 12, 31))]
    if style == "years":
        return [(date(year, 1, 1), date(year, 12, 31)) for year in range(2021, 2026)]
    return months if style == "months" else []


def _figures(random, place):
    for measure, breakdown, member in SERIES:
        windows = _windows(random)
        swapped = random.random() < 0.08
        dated = (measure in DATED) != swapped
        inexact, odd = random.random() < 0.15, random.random() < 0.05
        for start, end in windows:
            value = Decimal(random.randrange(-2 if odd else 1, 70 if measure in DATED else 40))
            if measure in ("share", "ratio", "growth"):
                value = Decimal(random.randrange(1, 90)).scaleb(-2)
                if random.random() < 0.5:
                    continue
            yield Observation(
                measure, place, breakdown, member, None if dated else start, None if dated else end, end if dated else None,
                value, qualifier=random.choice(list(Qualifier)) if inexact and random.random() < 0.2 else Qualifier.EQ,
                certainty=Certainty.UNKNOWN if odd and random.random() < 0.2 else Certainty.STATED, printed=str(value),
            )  # fmt: skip


def _store(folder, seed):
    """Every place's figures, some of them revised by a second batch, and a third taken back."""
    random = Random(seed)  # noqa: S311 - test data, not a secret
    store = Store.open(folder / "kpi.duckdb", at=START)
    first = list({each.key: each for place in PLACES for each in _figures(random, place)}.values())
    again = [replace(each, value=each.value + 1) for each in random.sample(first, len(first) // 20)]
    third = [replace(each, value=each.value + 50) for each in random.sample(first, len(first) // 20)]
    for number, rows in enumerate((first, again, third)):
        ids = store.commit_batches([upload(f"{number}", *rows)], actor=ACTOR, at=moment(number))
    store.withdraw(ids[0], actor=ACTOR, at=moment(4), note="误报")
    return store


def _day(seed):
    return (date(2025, 12, 31), date(2024, 8, 15), date(2023, 6, 30), date(2026, 3, 31), date(2022, 1, 31))[seed % 5]


def _differing(catalog, found, frame, as_of):
    """The rows that the rules, given every figure of a place, judge otherwise."""
    wrong, statuses = [], Counter()
    for number, place in enumerate(found.of.places):
        own = replace(catalog, targets={key: replace(each, region_code=place) for key, each in catalog.targets.items()})
        for row, judged in enumerate(progress.assess(own, frame, as_of, region_code=place)):
            statuses[judged.status] += 1
            told = [found.status_of(row, number), found.current_date(row, number)]
            numbers = [float(found.current[row, number])] + [
                float(found.numbers[each.name][row, number]) for each in fields(Numbers)
            ]
            said = [judged.current_value] + [getattr(judged, each.name) for each in fields(Numbers)]
            said = [np.nan if each is None else each for each in said]
            alike = np.allclose(numbers, said, rtol=1e-12, atol=1e-12, equal_nan=True)
            if told != [judged.status, judged.current_date] or not alike:
                wrong.append((place, judged.target_id, judged.year, told, judged.status, numbers, said))
    return wrong, statuses


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(int(os.environ.get("KPI_SEEDS", "3"))))
def test_many_places_at_once_stand_as_the_rules_say_of_each(tmp_path, seed):
    """1,480 verdicts a seed, each held against the rules' own; KPI_SEEDS=14 are 20,720."""
    catalog, as_of = _catalog(breaks=[("flow", "2024-05-01")] if seed % 4 == 3 else ()), _day(seed)
    store = _store(tmp_path, seed)
    try:
        found = stand(store, catalog, catalog.primary_targets, PLACES, as_of)
        wrong, statuses = _differing(catalog, found, store.current(), as_of)
        assert wrong == []
        assert found.status.size == len(PLACES) * 37
        assert len(statuses) > 4
        assert not found.open.any()
        settled = ~progress.standings(found.of, reduced(store, found.of)).open
        assert 0.2 < settled.mean() < 0.9, "both ways are tried"
    finally:
        store.close()
