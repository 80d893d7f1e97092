"""Counts as a list: nothing is said of what there is none of."""

import pytest

from kpi.i18n import texts


@pytest.mark.parametrize(
    ("counts", "chinese", "english"),
    [
        ((1, 2, 3), "错误1条、提醒2条、说明3条", "1 error, 2 warnings and 3 notes"),
        ((0, 1, 0), "提醒1条", "1 warning"),
        ((0, 0, 0), "", ""),
    ],
)
def test_a_part_of_none_is_left_out(counts, chinese, english):
    keyed = dict(zip(("page.count_of_error", "page.count_of_warning", "page.count_of_note"), counts, strict=True))
    assert [texts(lang).tally(keyed) for lang in ("zh", "en")] == [chinese, english]
