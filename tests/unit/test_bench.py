"""Benchmarks are run by hand and rarely; what they take from the product must still be there when they are."""

from importlib import import_module
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench"


@pytest.mark.parametrize("name", sorted(path.stem for path in BENCH.glob("*.py") if path.stem != "__init__"))
def test_a_benchmark_finds_what_it_takes_from_the_product(name):
    assert import_module(f"bench.{name}").__doc__
