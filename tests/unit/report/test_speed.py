"""A report of a hundred targets takes well under a second in every format: of our own work, whatever else the machine does."""

import time

import pytest

from kpi.report import FORMATS
from tests.unit.report.sample import large, small


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_hundred_targets_in_a_second(name):
    report = large(100)
    FORMATS[name](small())  # what a process looks up once, such as fonts, is bought by its first report
    started = time.process_time()
    FORMATS[name](report)
    assert time.process_time() - started <= 1.0
