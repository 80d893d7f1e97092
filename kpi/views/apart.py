"""A change held against that of another measure, as an official says it: 增速低于国内生产总值增速0.3个百分点.

The other measure is named once. What is asked of nothing more than to keep up is told as that: 距“不低于”的要求尚差0.3个百分点.
"""

from dataclasses import dataclass

from kpi.catalog import Catalog
from kpi.i18n import Texts
from kpi.model import Comparator, Course, Kind, Measure, Qualifier, Target, same, without_course
from kpi.views.naming import what_changes

_KEEPING_UP = {Comparator.AT_LEAST: "no_lower", Comparator.AT_MOST: "no_higher"}
_MARGINS = {Comparator.AT_LEAST: "ge", Comparator.AT_MOST: "le"}


@dataclass(frozen=True, slots=True)
class Apart:
    """What one target on a change beside another's says."""

    texts: Texts
    target: Target
    measure: Measure
    """As the margin is told."""
    rate: str
    """What is compared: 增速, 累计增速; empty where the measure's own name says it."""
    reference: str
    """What it is compared with: 国内生产总值增速."""

    def moved(self, value: float, qualifier: Qualifier) -> str:
        """How far the one is from the other: 增速与国内生产总值增速持平."""
        if same(value, 0.0) and qualifier is Qualifier.EQ:
            return self._said("service.apart_level")
        size = self.texts.in_words(abs(value), self._plain, qualifier.turned if value < 0 else qualifier)
        return self._said(f"service.apart_{'below' if value < 0 else 'above'}", amount=size)

    @property
    def unit(self) -> str:
        """What the number of a list counts: 个百分点（高于国内生产总值增速）, negative where it is below."""
        return self.texts("service.apart_unit", reference=self.reference)

    @property
    def goal(self) -> str:
        """What is asked, with what it is held against: 不低于国内生产总值增速, 高于国内生产总值增速1个百分点以上."""
        margin, side = self.target.goal, self.target.comparator
        if not margin:
            return self._said(f"service.goal_{_KEEPING_UP[side]}")
        size = self.texts.quantity(abs(margin), self._plain)
        return self._said(f"service.goal_{'below' if margin < 0 else 'above'}_{_MARGINS[side]}", amount=size)

    @property
    def asked(self) -> str:
        """The same to follow a sentence that has named the other: “不低于”的要求."""
        if self.target.goal or not self.rate:
            return self.texts("service.asked", goal=self.goal)
        return self.texts(f"service.asked_{_KEEPING_UP[self.target.comparator]}")

    @property
    def _plain(self) -> Measure:
        return without_course(self.measure)

    def _said(self, key: str, **values: str) -> str:
        return self.texts(key, rate=self.rate, reference=self.reference, **values).strip()


def apart_of(texts: Texts, target: Target, catalog: Catalog, measure: Measure, year: int | None) -> Apart | None:
    """How a target is told that is held against another measure; None of any other."""
    other = catalog.measures.get(target.reference_measure_id)
    if other is None or not target.period_type.compares:
        return None
    rate = _rate(texts, catalog.measures[target.measure_id])
    window = target.window
    if rate and year is None and window is not None and window.start.year < window.end.year:
        rate = texts("service.rate_over_years", rate=rate)
    name, course = what_changes(texts, other)
    growing = course is Course.GROW or other.kind is not Kind.CHANGE
    reference = texts("service.growth_of", name=name) if growing else other.name(texts.lang)
    return Apart(texts, target, measure, rate, reference)


def _rate(texts: Texts, measure: Measure) -> str:
    """The word for what is compared; none for a change whose name cannot be taken apart."""
    if measure.kind is not Kind.CHANGE:
        return texts("service.rate_grow")
    course = what_changes(texts, measure)[1]
    return texts(f"service.rate_{course}") if course else ""
