"""A report of a hundred targets takes well under a second in every format."""

import time

import pytest

from kpi.report import FORMATS
from tests.unit.report.sample import large


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_hundred_targets_in_a_second(name):
    report = large(100)
    started = time.perf_counter()
    FORMATS[name](report)
    assert time.perf_counter() - started <= 1.0
