"""Measures of every kind and unit, as small as they can be."""

from decimal import Decimal

from kpi.model import Bilingual, Direction, Kind, Measure, Unit

PERSON = Unit("person", "人", "persons", ("人", "名"), True)
TIMES = Unit("person_time", "人次", "person-times", ("人次",), True)
COUNT = Unit("count", "个", "items", ("个", "家"), True)
YUAN = Unit("CNY", "元", "yuan", ("元", "人民币"), False)
FRACTION = Unit("fraction", "比率", "share", ("%", "％", "百分比"), False)
PLACE = Unit("rank", "位", "place", ("位", "名"), True)
DONE = Unit("done_flag", "是否", "done", ("是否",), True)
MASS = Unit("mass", "千克", "kg", ("千克", "公斤"), False)


def measure(kind, unit, display_unit="", scale=1, name="指标"):
    return Measure(
        "m",
        name,
        "a measure",
        Bilingual("类"),
        kind,
        unit,
        display_unit or unit.name_zh,
        Decimal(str(scale)),
        Direction.HIGHER,
        2,
    )


TALENT = measure(Kind.STOCK, PERSON, "万人", 10000)
TRAINING = measure(Kind.FLOW, TIMES, "万人次", 10000)
STUDIOS = measure(Kind.FLOW, COUNT, "家")
MONEY = measure(Kind.FLOW, YUAN, "万元", 10000)
RENT = measure(Kind.PARAMETER, YUAN, "元/月")
SHARE = measure(Kind.RATIO, FRACTION, "%", "0.01")
RANK = measure(Kind.RANK, PLACE)
MILESTONE = measure(Kind.MILESTONE, DONE)
WEIGHT = measure(Kind.STOCK, MASS)
