"""Schemes map status and lead to a lamp; no status depends on one."""

import pytest

from kpi.errors import NotFound
from kpi.i18n import texts
from kpi.model import Lamp, LampRule, Status
from kpi.progress import DEFAULT_SCHEME, lamp, scheme, schemes

from .factory import plan

DEFAULTS = {
    Status.MET: Lamp.BLUE,
    Status.ON_PACE: Lamp.GREEN,
    Status.BEHIND: Lamp.YELLOW,
    Status.FAR_BEHIND: Lamp.RED,
    Status.MISSED: Lamp.RED,
}


@pytest.mark.parametrize("status", Status)
def test_default_scheme(status):
    assert lamp(DEFAULT_SCHEME, status, None) is DEFAULTS.get(status, Lamp.GREY)


STRICT = (
    LampRule("strict", Status.MET, None, None, Lamp.GREEN),
    LampRule("strict", None, 5.0, None, Lamp.GREEN),
    LampRule("strict", None, -5.0, 5.0, Lamp.YELLOW),
    LampRule("strict", Status.BEHIND, None, -5.0, Lamp.RED),
)


@pytest.mark.parametrize(
    ("status", "lead", "expected"),
    [
        (Status.MET, None, Lamp.GREEN),
        (Status.MET, -50, Lamp.GREEN),  # the first rule that fits
        (Status.ON_PACE, 5, Lamp.GREEN),  # the least lead is inclusive
        (Status.ON_PACE, 4.99, Lamp.YELLOW),
        (Status.BEHIND, -5, Lamp.YELLOW),
        (Status.BEHIND, -5.01, Lamp.RED),
        (Status.FAR_BEHIND, -20, Lamp.GREY),  # no rule
        (Status.ON_PACE, None, Lamp.GREY),  # a rule with a lead fits no row without one
        (Status.BEHIND, 44.99999999999999 - 50, Lamp.YELLOW),  # −5 but for the binary fractions
    ],
)
def test_rules_in_their_order(status, lead, expected):
    assert lamp(scheme(plan(lamp_rules=STRICT), "strict"), status, lead) is expected


def test_schemes_of_a_catalog():
    catalog = plan(lamp_rules=STRICT)
    assert schemes(catalog) == ("default", "strict")
    assert scheme(catalog, "default") == DEFAULT_SCHEME
    own = (LampRule("default", None, None, None, Lamp.YELLOW),)
    assert scheme(plan(lamp_rules=own), "default") == own


def test_unknown_scheme_says_which_there_are():
    with pytest.raises(NotFound) as caught:
        scheme(plan(lamp_rules=STRICT), "traffic")
    assert texts("zh").message(caught.value.message) == "没有名为“traffic”的亮灯方案，可用的有：default、strict。"
