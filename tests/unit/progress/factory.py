"""Small plans and figures by hand. Values are in base units; days are written as ISO text."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd

from kpi.catalog import Catalog
from kpi.model import (
    BY_DATE,
    CUMULATIVE_WINDOW,
    EACH_YEAR,
    OBSERVATION_COLUMNS,
    SINGLE_YEAR,
    UNSAID,
    Bilingual,
    Break,
    Certainty,
    Comparator,
    Direction,
    Figure,
    Kind,
    Load,
    Measure,
    Partition,
    Qualifier,
    Region,
    Target,
    Unit,
    Window,
)
from kpi.progress import assess

CITY = "440000"
TOWN = "440001"
PERSON_TIME = Unit("person_time", "人次", "person-times", ("人次",), integer=True)
SHARE = Unit("fraction", "比率", "share", ("%",), integer=False)
RANK = Unit("rank", "位", "place", ("位",), integer=True)


def day(text):
    return None if text is None else date.fromisoformat(text)


def flow_measure(measure_id="flow", **changes):
    """训练: counted in 人次, shown in 万人次 with one decimal."""
    values = {
        "measure_id": measure_id, "name_zh": "培训人次", "name_en": "Training", "category": Bilingual("培训"),
        "kind": Kind.FLOW, "unit": PERSON_TIME, "display_unit": "万人次", "display_scale": Decimal(10000),
        "direction": Direction.HIGHER, "decimals": 2,
    }  # fmt: skip
    return Measure(**values | changes)


def stock_measure(measure_id="stock", **changes):
    """A count of people at a date, shown as it is."""
    values = {"kind": Kind.STOCK, "display_unit": "人", "display_scale": Decimal(1), "decimals": 0, "name_zh": "人才总量"}
    return flow_measure(measure_id, **values | changes)


def ratio_measure(measure_id="ratio", **changes):
    """A share of numerator `part` in denominator `whole`, shown in % with one decimal."""
    values = {
        "kind": Kind.RATIO, "unit": SHARE, "display_unit": "%", "display_scale": Decimal("0.01"), "decimals": 1,
        "numerator_id": "part", "denominator_id": "whole", "name_zh": "占比", "name_en": "Share",
    }  # fmt: skip
    return flow_measure(measure_id, **values | changes)


def rank_measure(measure_id="rank", **changes):
    """A place in a league table: lower is better."""
    values = {
        "kind": Kind.RANK, "unit": RANK, "display_unit": "位", "display_scale": Decimal(1), "decimals": 0,
        "direction": Direction.LOWER, "name_zh": "位次", "name_en": "Rank",
    }  # fmt: skip
    return flow_measure(measure_id, **values | changes)


def target(measure_id, value, period_type, comparator=">=", **changes):
    """A target of the city. `window` is a pair of ISO days, `deadline` one."""
    start_end = changes.pop("window", None)
    values = {
        "target_id": "T", "measure_id": measure_id, "region_code": CITY, "comparator": Comparator(comparator),
        "value": Fraction(str(value)), "period_type": period_type,
        "window": Window(*map(day, start_end)) if start_end else None, "years": (),
        "deadline": day(changes.pop("deadline", None)),
    }  # fmt: skip
    return Target(**values | changes)


def by_date(value, comparator=">=", measure_id="stock", deadline="2025-12-31", **changes):
    return target(measure_id, value, BY_DATE, comparator, deadline=deadline, **changes)


def in_year(value, comparator=">=", measure_id="flow", year=2025, **changes):
    return target(measure_id, value, SINGLE_YEAR, comparator, years=(year,), **changes)


def each_year(value, comparator=">=", measure_id="flow", years=(2023, 2024, 2025), **changes):
    return target(measure_id, value, EACH_YEAR, comparator, years=years, **changes)


def in_window(value, start, end, comparator=">=", measure_id="flow", **changes):
    return target(measure_id, value, CUMULATIVE_WINDOW, comparator, window=(start, end), **changes)


def figure(figure_id, measure_id, value, as_of, **changes):
    """A dated figure of the catalog."""
    values = {
        "figure_id": figure_id, "measure_id": measure_id, "region_code": CITY, "breakdown": "", "member": "",
        "value": Decimal(str(value)), "window_start": None, "window_end": None, "as_of": day(as_of),
        "certainty": Certainty.STATED, "qualifier": Qualifier.EQ, "parent_figure_id": "", "partition": Partition.UNKNOWN,
        "load": Load.PRIMARY, "source": "",
    }  # fmt: skip
    return Figure(**values | changes)


def plan(*targets, measures=None, figures=(), breaks=(), lamp_rules=()):
    """A catalog with these targets; measures default to one of each kind and the parts of the ratio."""
    if measures is None:
        measures = [
            flow_measure(),
            stock_measure(),
            ratio_measure(),
            rank_measure(),
            flow_measure("part"),
            flow_measure("whole"),
        ]
    return Catalog(
        plan_id="plan", measures={each.measure_id: each for each in measures},
        targets={each.target_id: each for each in targets},
        figures={each.figure_id: each for each in figures}, units={},
        regions={
            CITY: Region(CITY, "某市", "City", "", Bilingual("city")),
            TOWN: Region(TOWN, "某镇", "Town", CITY, Bilingual("town")),
        },
        members={}, breakdown_names={}, identities=(), sources={},
        breaks=tuple(Break(measure_id, day(since), UNSAID) for measure_id, since in breaks),
        lamp_rules=tuple(lamp_rules), questions=(), warnings=(), sha256="",
    )  # fmt: skip


def flow(value, start, end, measure_id="flow", **changes):
    """A flow over a window; `start` None where the source does not say."""
    return {"measure_id": measure_id, "value": value, "window_start": start, "window_end": end, **changes}


def at(value, as_of, measure_id="stock", **changes):
    """A figure of one day."""
    return {"measure_id": measure_id, "value": value, "as_of": as_of, **changes}


def frame(*observations):
    """An observation frame, as the store gives it."""
    blank = dict.fromkeys(OBSERVATION_COLUMNS, "") | {
        "region_code": CITY, "window_start": None, "window_end": None, "as_of": None, "qualifier": "eq", "certainty": "stated",
        "row": 0, "batch_id": 1, "value": 0.0,
    }  # fmt: skip
    rows = [blank | each for each in observations]
    kinds = dict.fromkeys(("window_start", "window_end", "as_of"), "datetime64[s]")
    kinds |= {"value": "float64", "row": "int64", "batch_id": "int64"}
    return pd.DataFrame({
        name: np.array([row[name] for row in rows], dtype=kinds.get(name, object)) for name in OBSERVATION_COLUMNS
    })  # fmt: skip


def months(values, year, measure_id="flow"):
    """One flow per month of the year, as many as there are values."""
    firsts = pd.date_range(f"{year}-01-01", periods=len(values), freq="MS")
    return [
        flow(value, first.date().isoformat(), (first + pd.offsets.MonthEnd(0)).date().isoformat(), measure_id)
        for value, first in zip(values, firsts, strict=True)
    ]


def judge(targets, observations, as_of, **catalog):
    """The assessments of one target or several."""
    several = targets if isinstance(targets, list) else [targets]
    return assess(plan(*several, **catalog), frame(*observations), day(as_of))


def judge_one(target, observations, as_of, **catalog):
    """The assessment of a target that has one row."""
    (assessment,) = judge(target, observations, as_of, **catalog)
    return assessment
