"""A year may be revised for two years without a word; after that the revision takes a reason."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kpi.catalog import load_catalog
from kpi.model import Observation, Qualifier
from kpi.quality import CLOSED_YEAR, closed_year_revisions
from tests.unit.ingest.test_comparing import frame

TODAY = date(2026, 3, 2)


CATALOG = load_catalog(Path(__file__).parents[2] / "data" / "tiny_catalog")


def known(year):
    """What is known already: 5 at the end of a year."""
    return frame({"measure_id": "landfill_daily", "region_code": "990100", "as_of": f"{year}-12-31", "value": 5.0})


def stock(year, value="5"):
    return Observation("landfill_daily", "990100", "", "", None, None, date(year, 12, 31), Decimal(value), file="a.csv", row=2)


@pytest.mark.parametrize(("year", "asked"), [(2025, False), (2024, False), (2023, True), (2015, True)])
def test_a_revision_of_a_year_more_than_two_years_back(year, asked):
    found = closed_year_revisions(CATALOG, [stock(year, "6")], known(year), TODAY)
    assert [(p.code, p.row, p.values["year"]) for p in found] == ([(CLOSED_YEAR, 2, year)] if asked else [])


def test_the_same_value_and_a_new_one_revise_nothing():
    assert closed_year_revisions(CATALOG, [stock(2020)], known(2020), TODAY) == ()
    assert closed_year_revisions(CATALOG, [stock(2019)], known(2020), TODAY) == ()


@pytest.mark.slow
def test_another_qualifier_is_a_revision():
    assert len(closed_year_revisions(CATALOG, [replace(stock(2020), qualifier=Qualifier.GE)], known(2020), TODAY)) == 1
