"""Small words of sentences: a title inside a title, a forecast of nothing."""

from datetime import date

import pytest

from kpi.analysis import Forecast, Method
from kpi.i18n import texts
from kpi.views.analyses.catching_up import _forecast
from kpi.views.figures import within_marks
from tests.unit.views.test_amounts import TRAINING


def test_a_title_that_names_another_has_single_marks_inside():
    """《》 within 《》 is 〈〉; English has no such marks."""
    title = "《“十四五”公共服务规划》答记者问"
    assert within_marks(texts("zh"), title) == "〈“十四五”公共服务规划〉答记者问"
    assert within_marks(texts("en"), title) == title


@pytest.mark.parametrize(("value", "told"), [(0.0, "预计2025年底为0万人次"), (20_000.0, "预计2025年底约为2万人次")])
def test_a_line_that_leads_to_nothing_leads_not_to_about_nothing(value, told):
    ahead = Forecast(end=date(2025, 12, 31), value=value, method=Method.LINE, points=1, since=date(2023, 12, 31))
    message = _forecast(texts("zh"), ahead, TRAINING)
    assert texts("zh").message(message).endswith(told)
