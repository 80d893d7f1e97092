"""A large text as columns: where its lines are too long to be honest."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.ingest.bulk import texts
from kpi.ingest.refusals import Refused

MOST = 10


@pytest.fixture(scope="module", autouse=True)
def short():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(texts, "LONGEST_LINE", MOST)
        yield


def refused(text):
    try:
        texts.longest_line(text)
    except Refused as refused:
        return refused.row
    return None


@given(st.lists(st.tuples(st.integers(0, MOST + 2), st.sampled_from(["\n", "\r\n", "\r"]))), st.integers(0, MOST + 2))
def test_the_first_line_that_is_too_long(lines, last):
    """As line by line, the end of each counted with it."""
    text = "".join("x" * length + end for length, end in lines) + "y" * last
    by_line = (number for number, line in enumerate(io.StringIO(text, newline=""), 1) if len(line) > MOST)
    assert refused(text) == next(by_line, None)
