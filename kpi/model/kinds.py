"""What plans call things by: kinds of measure, comparators, how rows stand to each other, what becomes of them."""

from enum import StrEnum


class Kind(StrEnum):
    """What sort of number a measure is."""

    STOCK = "stock"
    FLOW = "flow"
    RATIO = "ratio"
    RANK = "rank"
    MILESTONE = "milestone"
    PARAMETER = "parameter"
    CHANGE = "change"
    """How much something grew or fell over its window: 0.052 for +5.2 %, a cut is negative."""


class Direction(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"
    NEUTRAL = "neutral"


class Comparator(StrEnum):
    """How a value must stand to the target."""

    AT_LEAST = ">="
    AT_MOST = "<="
    EQUAL = "="
    BETWEEN = "between"
    """From the target's value to its higher value, both included."""


class ChangeUnit(StrEnum):
    """In what a change is counted: as a share of what it starts from, or in the measure's own unit."""

    PERCENT = "percent"
    ABSOLUTE = "absolute"


class Nature(StrEnum):
    """Whether a target binds its owner (约束性) or is expected (预期性). It never changes a verdict."""

    BINDING = "binding"
    EXPECTED = "expected"


class Course(StrEnum):
    """In which words a change of a level is told, whose number alone would read as the level: 1.95岁 as 提高1.95岁."""

    RISE = "rise"
    """Of a level or a share: 提高, 降低."""
    COUNT = "count"
    """Of what is counted in whole units: 增加, 减少."""
    GROWTH = "growth"
    """In per cent of what there was: 增长, 下降."""
    MARGIN = "margin"
    """Against what another measure did: 高, 低."""
    MOVE = "move"
    """In a sentence, of what rises and falls: 上升, 下降."""
    GROW = "grow"
    """In a sentence, of what grows or shrinks: 增长, 下降."""


class Partition(StrEnum):
    """How a breakdown row stands to its parent; only `yes` must sum."""

    YES = "yes"
    SUBSET = "subset"
    OVERLAP = "overlap"
    UNKNOWN = "unknown"


class Load(StrEnum):
    """Whether a catalogued row is loaded, or listed only, and why."""

    PRIMARY = "primary"
    DUPLICATE = "duplicate"
    QUARANTINE = "quarantine"
    PLAN = "plan"
    DERIVED = "derived"
