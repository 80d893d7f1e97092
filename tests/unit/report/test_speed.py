"""A report of a hundred targets takes well under a second in every format."""

import time

import pytest

from kpi.report import FORMATS
from tests.unit.report.sample import large


def seconds(name, targets):
    report = large(targets)
    started = time.perf_counter()
    FORMATS[name](report)
    return time.perf_counter() - started


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"pdf"}))
def test_a_hundred_targets_in_a_second(name):
    assert seconds(name, 100) <= 1.0


def test_a_hundred_targets_in_a_second_as_pdf():
    """The best of three different ones: a process looks up its fonts once, and typst wants every core to itself."""
    assert min(seconds("pdf", targets) for targets in (100, 101, 102)) <= 1.0
