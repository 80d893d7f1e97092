"""What a target is called in lists: by its measure, and by what tells it from others of that name."""

from kpi.i18n import Texts
from kpi.model import THE_SYSTEM, Measure, Target


def user_name(texts: Texts, name: str) -> str:
    """Whose name stands on record; 系统, which is nobody's, in the reader's language."""
    return texts("service.the_system") if name == THE_SYSTEM else name


def name_in_year(texts: Texts, target: Target, measure: Measure, year: int | None) -> str:
    """The name, with the year of a yearly target."""
    name = _own_name(texts, target, measure)
    return name if year is None else texts("service.name_in_year", name=name, year=year)


def listed_name(texts: Texts, target: Target, measure: Measure) -> str:
    """The name in a list, with 约束性 or 预期性 where the plan says; a step or second line stands below its target."""
    name, nature = _own_name(texts, target, measure), target.nature
    name = texts("service.of_nature", name=name, nature=texts(f"nature.{nature}")) if nature else name
    if not target.parent_target_id:
        return name
    return texts("service.below_as_a_reading" if target.reading else "service.below", name=name)


def _own_name(texts: Texts, target: Target, measure: Measure) -> str:
    """The measure's name with the target's label; a reading without one is told by its note."""
    name, label = measure.name(texts.lang), target.label.in_(texts.lang)
    label = label or (target.note.in_(texts.lang) if target.reading else "")
    return texts("service.name_labelled", name=name, label=label) if label else name
