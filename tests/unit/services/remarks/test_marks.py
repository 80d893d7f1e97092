"""Marks on values: set on what counts, told with the value of then and of now, lifted, and never for another's."""

import pytest

from kpi import services
from kpi.errors import KpiError, NotAllowed, NotFound, PreviewOutdated
from kpi.model import ValueOf
from kpi.services import Query
from tests.unit.services.conftest import ZHANG, load, row, table
from tests.unit.services.remarks.conftest import LEADER, REVIEWER, TOWN, VIEWER, person


def value(plan, measure_id="landfill_daily"):
    figure = services.measure_view(plan, ZHANG, Query(), measure_id).series[-1]
    return ValueOf.keyed(figure.observation_key)


def test_a_mark_tells_the_value_of_then_and_of_now(plan, clock):
    services.mark_value(plan, LEADER, value(plan), "核实")
    of = value(plan)
    clock.wind(days=1)
    load(plan, table(row("landfill_daily", "410", "吨", end=of.as_of.isoformat())), accept_warnings=True)
    (mark,) = services.matters(plan, REVIEWER, Query()).marks
    assert (mark.then.text, mark.now.text, mark.moved, mark.by) == ("420吨", "410吨", True, "局领导")
    services.lift_mark(plan, REVIEWER, mark.mark_id, mark.version)
    assert services.matters(plan, REVIEWER, Query()).marks == ()
    assert services.verify(plan, ZHANG) == ()


def test_a_value_is_marked_once_and_a_mark_lifted_once(plan):
    number = services.mark_value(plan, LEADER, value(plan), "核实")
    with pytest.raises(PreviewOutdated, match="value_marked"):
        services.mark_value(plan, REVIEWER, value(plan), "再核")
    services.lift_mark(plan, LEADER, number, 1)
    with pytest.raises(PreviewOutdated, match="mark_moved"):
        services.lift_mark(plan, REVIEWER, number, 1)
    assert services.mark_value(plan, REVIEWER, value(plan), "再核") == number + 1


@pytest.mark.parametrize("actor", [VIEWER, TOWN, person("他规划", "reviewer", plan_id="other")])
def test_anothers_value_is_not_marked_and_its_mark_not_lifted(plan, actor):
    with pytest.raises(NotAllowed):
        services.mark_value(plan, actor, value(plan), "越权")
    number = services.mark_value(plan, LEADER, value(plan), "核实")
    with pytest.raises((NotAllowed, NotFound)):
        services.lift_mark(plan, actor, number, 1)


def test_what_does_not_count_is_not_marked_and_a_mark_says_why(plan):
    with pytest.raises(NotFound, match="no_such_value"):
        services.mark_value(plan, LEADER, ValueOf("landfill_daily", "990100", "", "", None, None, None), "核实")
    with pytest.raises(KpiError, match="needed_note"):
        services.mark_value(plan, LEADER, value(plan), " ")
    with pytest.raises(NotFound, match="no_such_mark"):
        services.lift_mark(plan, LEADER, 7, 1)
