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
