"""The term of a matter: one line of days for a list, what has gone filled, what ran over hatched, and never more than that."""

import re
from dataclasses import replace
from datetime import date

import pytest

from kpi.charts import Days, term
from kpi.i18n import texts
from kpi.model import MatterState
from tests.unit.report.sample import MATTER

ZH = texts("zh")
DAY = date(2026, 3, 2)
LATE = MATTER
IN_TIME = replace(MATTER, due=date(2026, 8, 29), days_over=0)
SETTLED = replace(MATTER, state=MatterState.CLOSED, settled_on=date(2025, 12, 1), days_over=0)
OPEN_END = replace(MATTER, due=None, days_over=0)


def widths(mark, kind):
    return [float(width) for width in re.findall(rf"<rect class='{kind}'[^>]* width='([\d.]+)'", mark.svg)]


def test_a_line_of_days_holds_every_day_of_its_matters_and_today():
    days = Days.of([LATE, IN_TIME], DAY)
    assert (days.first, days.last) == (date(2025, 9, 1), date(2026, 8, 29))
    assert (days.share(days.first), days.share(days.last)) == (0.0, 1.0)


def test_what_ran_over_is_as_long_as_it_ran():
    """170 days from 1 September to 18 February, 12 more to 2 March, on a line of 182."""
    mark = term(LATE, Days.of([LATE], DAY), DAY, ZH, width=186)
    (track,), (filled,), (over,) = (widths(mark, kind) for kind in ("track", "figure", "hatched"))
    assert (track, filled, over) == (pytest.approx(170), pytest.approx(170), pytest.approx(12))
    assert mark.alt == "“项目制”技能培训（2025年）：整改中，2025年9月1日起，时限2026年2月18日，逾期12天"


@pytest.mark.parametrize("matter", [IN_TIME, SETTLED, OPEN_END])
def test_what_is_not_late_has_nothing_hatched(matter):
    mark = term(matter, Days.of([matter], DAY), DAY, ZH)
    assert "hatched" not in mark.svg
    assert len(widths(mark, "figure")) == 1


def test_what_is_closed_is_filled_to_that_day_and_has_no_line_for_today():
    mark = term(SETTLED, Days(date(2025, 9, 1), date(2026, 3, 2)), DAY, ZH, width=186)
    assert widths(mark, "figure") == [pytest.approx(91)]
    assert "dashed" not in mark.svg
    assert "2025年12月1日销号" in mark.alt
