"""Benchmarks are run by hand and rarely; what they take from the product must still be there when they are."""

from importlib import import_module
from pathlib import Path

import pytest

from bench.country import ACTOR, Size, fill, make_country
from kpi import services

BENCH = Path(__file__).resolve().parents[2] / "bench"


@pytest.mark.parametrize("name", sorted(path.stem for path in BENCH.glob("*.py") if path.stem != "__init__"))
def test_a_benchmark_finds_what_it_takes_from_the_product(name):
    assert import_module(f"bench.{name}").__doc__


@pytest.mark.slow
def test_a_made_up_country_is_a_whole_database(tmp_path):
    """98 measures and two parts of shares, in a county, its city, its province and the country, over 120 months."""
    catalog, database = make_country(tmp_path / "catalog", Size(1)), tmp_path / "country.duckdb"
    assert fill(database, catalog) == (98 + 2) * 4 * 120
    workspace = services.open_workspace(database, catalog)
    try:
        assert services.verify(workspace, ACTOR) == ()
        assert len(workspace.catalog.primary_targets) == 31
    finally:
        workspace.close()
