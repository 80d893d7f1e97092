"""What a target is called in lists: by its measure, and by what tells it from others of that name."""

import re
from dataclasses import replace

from kpi.i18n import Texts
from kpi.model import THE_SYSTEM, Course, Kind, Measure, Region, Target, in_percent, told_in

_ASIDE = re.compile(r"(.*?)(\s*(?:（[^（）]*）|\([^()]*\)))?", re.DOTALL)


def user_name(texts: Texts, name: str) -> str:
    """Whose name stands on record; 系统, which is nobody's, in the reader's language."""
    return texts("service.the_system") if name == THE_SYSTEM else name


def name_in_year(texts: Texts, target: Target, measure: Measure, year: int | None) -> str:
    """The name, with the year of a yearly target."""
    name = _own_name(texts, target, measure)
    return name if year is None else texts("service.name_in_year", name=name, year=year)


def name_in_place(name: str, region: Region | None, plan_region: Region, lang: str) -> str:
    """The name below that of its region; the plan's own goes without saying."""
    return name if region is None or region == plan_region else f"{region.name(lang)} {name}"


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


def spoken(texts: Texts, target: Target, measure: Measure) -> Measure:
    """The measure as a sentence on a change of it says it: the name of what changes, and its sign in words.

    单位GDP二氧化碳排放变动率 of −12.4 % is 单位GDP二氧化碳排放下降12.4%. A name that does not say of what it is a change, as
    人口自然增长率 does not, is left as it is, and its values keep their sign.
    """
    told = told_in(target, measure)
    if not target.period_type.of_change or target.absolute or not in_percent(told):
        return told
    if measure.kind is not Kind.CHANGE:
        return told if told.course else replace(told, course=Course.GROW)
    what, course = what_changes(texts, measure)
    if course is None:
        return told
    return replace(told, name_zh=what, name_en=what, further=(), course=told.course or course)


def what_changes(texts: Texts, measure: Measure) -> tuple[str, Course | None]:
    """Of a change its name without 变动率 or 增长, and in which words its sign is told; of all else the name alone."""
    name = measure.name(texts.lang)
    whole = _ASIDE.fullmatch(name)
    if measure.kind is not Kind.CHANGE or whole is None:
        return name, None
    for course in (Course.MOVE, Course.GROW):
        for pattern in texts(f"service.named_{course}").split("|"):
            before, after = pattern.split("{name}")
            bare = whole[1].removeprefix(before).removesuffix(after)
            if len(bare) == len(whole[1]) - len(before) - len(after) and _is_a_name(texts, bare, followed=bool(after)):
                return bare[0].upper() + bare[1:] + (whole[2] or ""), course
    return name, None


def _is_a_name(texts: Texts, bare: str, *, followed: bool) -> bool:
    """Whether what is left is named by itself; 自然 and 人口自然, which 增长率 followed, are not."""
    return bool(bare) and not (followed and bare.lower().endswith(tuple(texts("service.named_no_more").split("|"))))
