"""A report of a hundred targets takes well under a second in every format."""

import time

import pytest

from kpi.report import FORMATS
from tests.unit.report.sample import large, small


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_hundred_targets_in_a_second(name):
    report = large(100)
    if name == "pdf":
        FORMATS[name](small())  # the first PDF of a process looks up the machine's fonts and reads the templates, once
    started = time.perf_counter()
    FORMATS[name](report)
    assert time.perf_counter() - started <= 1.0
