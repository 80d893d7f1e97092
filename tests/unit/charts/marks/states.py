"""Every state a mark can show, each a small plan with its figures, judged and worded as any other. The numbers are made up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from kpi.model import PERIOD_TYPES, SHANGHAI, UNSPECIFIED, Bilingual, ChangeUnit, Direction, Judgement, Kind, Status, Unit
from kpi.views import Known, Moments, Query, Standing, status_view
from tests.unit.progress import factory
from tests.unit.progress.factory import at, by_date, each_year, figure, flow, in_window, in_year, target

PEOPLE = Unit("person", "人", "people", ("人",), integer=True, name_en_one="person")
STUDIOS = Unit("studio", "家", "studios", ("家",), integer=True)
SHARE = factory.ratio_measure("ratio", name_zh="技能人才占比", name_en="Skilled share", decimals=2)
BASES, ACCIDENTS = replace(STUDIOS, name_en="bases"), replace(STUDIOS, name_en="accidents")
_COUNTED = {"display_scale": Decimal(1), "decimals": 0}
_CHANGE = {"kind": Kind.CHANGE, "numerator_id": "", "denominator_id": ""}
_LOWER = {"direction": Direction.LOWER}
MEASURES = (
    SHARE,
    factory.flow_measure("part", name_zh="证书取得", name_en="Certificates"),
    factory.flow_measure("whole", name_zh="就业人员", name_en="Employed people"),
    factory.flow_measure("training", name_zh="补贴性培训", name_en="Subsidised training"),
    factory.flow_measure(
        "leaders", name_zh="技能领军人才", name_en="Leading talent", unit=PEOPLE, display_unit="名", **_COUNTED
    ),
    factory.flow_measure(
        "accidents", name_zh="安全事故", name_en="Accidents", unit=ACCIDENTS, display_unit="起", **_COUNTED, **_LOWER
    ),
    factory.stock_measure("studios", name_zh="实训基地", name_en="Training bases", unit=BASES, display_unit="家"),
    factory.stock_measure("opened", kind=Kind.MILESTONE, name_zh="学院开学", name_en="College opened", display_unit=""),
    factory.ratio_measure(
        "jobless", name_zh="城镇调查失业率", name_en="Urban unemployment", **_CHANGE | _LOWER | {"kind": Kind.RATIO}
    ),
    factory.rank_measure("rank", name_zh="全省位次", name_en="Place in the province"),
    factory.ratio_measure("growth", name_zh="研发经费增长", name_en="R&D growth", **_CHANGE),
    factory.ratio_measure("economy", name_zh="地区生产总值增长", name_en="GDP growth", **_CHANGE),
    factory.ratio_measure("carbon", name_zh="单位GDP碳排放", name_en="Carbon per unit of GDP", **_CHANGE | _LOWER),
)
_START, _END = "2023-06-30", "2025-12-31"


@dataclass(frozen=True)
class State:
    """A target with its figures as of a day; the first standing of it is the one that is shown."""

    title: Bilingual
    targets: Sequence[Any]
    figures: Sequence[Mapping[str, Any]]
    as_of: str
    plan: Mapping[str, Any] = field(default_factory=dict)
    said: Judgement | None = None

    def standings(self, lang: str) -> tuple[Standing, ...]:
        """The target, and the steps and second lines below it."""
        catalog = factory.plan(*self.targets, measures=MEASURES, **self.plan)
        if self.said:
            catalog = replace(catalog, judgements=(self.said,))
        moments = Moments(datetime(2026, 6, 1, tzinfo=SHANGHAI), data_version=1, last_day=factory.day(self.as_of))
        known = Known(catalog, factory.frame(*self.figures), {})
        asked = Query(as_of=factory.day(self.as_of), lang=lang)
        return status_view(known, asked, catalog.regions[factory.CITY], moments, demo=False).standings


def _state(zh: str, en: str, goals: Any, figures: Sequence[Mapping[str, Any]], as_of: str, **more: Any) -> State:
    return State(Bilingual(zh, en), goals if isinstance(goals, list) else [goals], figures, as_of, **more)


def _share(goal: object, *levels: tuple[float, str], comparator: str = ">=", measure_id: str = "ratio", **changes: Any) -> Any:
    """A target of a level by the end of 2025, and the figures of its days."""
    return by_date(goal, comparator, measure_id, **changes), [at(value, when, measure_id) for value, when in levels]


def _year(value: float, which: int, measure_id: str = "training", **changes: Any) -> Mapping[str, Any]:
    return flow(value, f"{which}-01-01", f"{which}-12-31", measure_id, **changes)


def _change(key: str, value: object, measure_id: str, comparator: str = ">=", **changes: Any) -> Any:
    return target(measure_id, value, PERIOD_TYPES[key], comparator, window=("2021-01-01", "2025-12-31"), **changes)


def _leaders(*values: float) -> list[Mapping[str, Any]]:
    return [_year(value, 2022 + place, "leaders") for place, value in enumerate(values)]


_LEADERS = in_window(100, "2022-01-01", _END, measure_id="leaders")
_SHARE = "0.30"
SHEETS = {
    "judged": (
        _state("达到序时", "On pace", *_share(_SHARE, (0.258, _START), (0.284, "2024-12-31")), "2024-12-31"),
        _state("滞后", "Behind", *_share(_SHARE, (0.258, _START), (0.280, "2024-12-31")), "2024-12-31"),
        _state("严重滞后", "Far behind", _LEADERS, _leaders(12), "2022-12-31"),
        _state(
            "滞后，现值为约数",
            "Behind, with an approximate value",
            by_date("0.30", ">=", "ratio"),
            [at(0.258, _START, "ratio", qualifier="ge"), at(0.280, "2024-12-31", "ratio", qualifier="approx")],
            "2024-12-31",
        ),
        _state("提前达标", "Met early", *_share(20, (16, _START), (20, "2024-12-31"), measure_id="studios"), "2024-12-31"),
        _state("达标，超出目标", "Met and past the target", *_share(20, (10, _START), (21, _END), measure_id="studios"), _END),
        _state("达标，超出很多", "Far past the target", in_year(50_000, measure_id="training"), [_year(203_100, 2025)], _END),
        _state("未完成", "Missed", *_share(_SHARE, (0.258, _START), (0.291, _END)), _END),
        _state("低于基期", "Below the baseline", *_share("0.92", (0.915, _START), (0.9146, "2024-06-30")), "2024-06-30"),
        _state("远低于基期", "Far below the baseline", *_share("0.92", (0.915, _START), (0.892, "2024-06-30")), "2024-06-30"),
        _state("零", "Zero", in_year(5, measure_id="leaders"), [flow(0, "2025-01-01", "2025-06-30", "leaders")], "2025-06-30"),
    ),
    "open": (
        _state(
            "仅有基期", "Baseline only", by_date("0.30", ">=", "ratio"), [at(0.258, _START, "ratio", qualifier="ge")], _START
        ),
        _state("无数据", "No data", in_year(5, measure_id="leaders"), [], "2025-06-30"),
        _state("未开始", "Not started", in_year(5, measure_id="leaders"), [], "2024-06-30"),
        _state(
            "期满待报，已有旧数",
            "Past due, with an older figure",
            *_share(20, (16, _START), (19, "2025-06-30"), measure_id="studios"),
            _END,
        ),
        _state("期满待报，无数", "Past due, without any figure", in_year(5, measure_id="leaders"), [], _END),
        _state(
            "期满待核定：约数与目标分不清",
            "Past due, too rough to tell",
            by_date(20, ">=", "studios"),
            [at(16, _START, "studios"), at(20, _END, "studios", qualifier="approx")],
            _END,
        ),
        _state(
            "数据不全",
            "Incomplete",
            in_year(100_000, measure_id="training"),
            [flow(23_000, "2025-01-01", "2025-03-31", "training"), flow(24_000, "2025-07-01", "2025-09-30", "training")],
            "2025-09-30",
        ),
    ),
    "kinds": (
        _state(
            "越低越好，达到序时",
            "Lower is better, on pace",
            *_share("0.04", (0.056, _START), (0.045, "2024-12-31"), comparator="<=", measure_id="jobless"),
            "2024-12-31",
        ),
        _state(
            "越低越好，滞后",
            "Lower is better, behind",
            *_share("0.04", (0.056, _START), (0.047, "2024-12-31"), comparator="<=", measure_id="jobless"),
            "2024-12-31",
        ),
        _state("位次", "A rank", *_share(3, (8, _START), (6, "2024-12-31"), comparator="<=", measure_id="rank"), "2024-12-31"),
        _state(
            "里程碑，已完成",
            "A milestone, done",
            *_share(1, (0, _START), (1, "2025-06-30"), measure_id="opened", comparator="="),
            "2025-06-30",
        ),
        _state(
            "里程碑，未到期",
            "A milestone ahead",
            *_share(1, (0, "2024-06-30"), measure_id="opened", comparator="="),
            "2024-06-30",
        ),
        _state(
            "里程碑，未完成",
            "A milestone missed",
            *_share(1, (0, _START), (0, _END), measure_id="opened", comparator="="),
            _END,
        ),
        _state(
            "区间目标",
            "A target between two values",
            *_share("0.30", (0.258, _START), (0.281, "2024-12-31"), comparator="between", value_high=Decimal("0.304")),
            "2024-12-31",
        ),
        _state(
            "恰好为目标，超出",
            "To be met exactly, exceeded",
            *_share(20, (10, _START), (22, "2024-12-31"), comparator="=", measure_id="studios"),
            "2024-12-31",
        ),
        _state(
            "上限，未用完",
            "A limit, within it",
            in_year(40, "<=", "accidents"),
            [flow(12, "2025-01-01", "2025-06-30", "accidents")],
            "2025-06-30",
        ),
        _state(
            "上限，用得过快",
            "A limit, used up too fast",
            in_year(40, "<=", "accidents"),
            [flow(23, "2025-01-01", "2025-06-30", "accidents")],
            "2025-06-30",
        ),
        _state(
            "上限，已超过",
            "A limit, exceeded",
            in_year(40, "<=", "accidents"),
            [flow(44, "2025-01-01", "2025-09-30", "accidents")],
            "2025-09-30",
        ),
        _state(
            "每年的上限",
            "A yearly limit of a rate",
            each_year("0.055", "<=", "jobless", (2024,)),
            [_year(0.052, 2024, "jobless")],
            "2024-12-31",
        ),
        _state(
            "年均增长",
            "Average growth",
            _change("average_growth", "0.07", "growth"),
            [_year(0.068, 2021, "growth"), _year(0.056, 2022, "growth")],
            "2022-12-31",
        ),
        _state(
            "累计下降",
            "A cumulative cut",
            _change("cumulative_change", "-0.18", "carbon", "<=", change_unit=ChangeUnit.PERCENT),
            [_year(-0.038, 2021, "carbon"), _year(-0.008, 2022, "carbon")],
            "2022-12-31",
        ),
        _state(
            "该降反升",
            "Risen where it was to fall",
            _change("cumulative_change", "-0.18", "carbon", "<=", change_unit=ChangeUnit.PERCENT),
            [_year(0.012, 2021, "carbon")],
            "2021-12-31",
        ),
        _state(
            "与另一指标比",
            "Against another measure",
            _change("relative", 0, "growth", reference_measure_id="economy"),
            [flow(0.35, "2021-01-01", _END, "growth"), flow(0.30, "2021-01-01", _END, "economy")],
            _END,
        ),
        _state(
            "分步目标与底线",
            "With steps and a second line",
            [
                by_date(40, ">=", "studios"),
                by_date(
                    25,
                    ">=",
                    "studios",
                    deadline="2024-12-31",
                    target_id="S",
                    parent_target_id="T",
                    label=Bilingual("2024年", "2024"),
                ),
                by_date(34, ">=", "studios", target_id="L", parent_target_id="T", label=Bilingual("底线", "floor")),
            ],
            [at(16, _START, "studios"), at(29, "2024-12-31", "studios")],
            "2024-12-31",
        ),
        _state("维持型，已保持", "To be kept, and kept", *_share("0.90", (0.92, _START), (0.93, "2024-12-31")), "2024-12-31"),
        _state("维持型，已失守", "To be kept, and lost", *_share("0.90", (0.92, _START), (0.88, "2024-12-31")), "2024-12-31"),
        _state("不评价", "Not assessed", target("studios", 30, UNSPECIFIED), [at(19, "2024-12-31", "studios")], "2024-12-31"),
        _state(
            "人工认定",
            "By a person's word",
            target("studios", 30, UNSPECIFIED),
            [at(31, "2024-12-31", "studios")],
            "2024-12-31",
            said=Judgement("T", Status.MET, date(2024, 12, 31), "专班核定", "会议纪要", "王", date(2025, 1, 10)),
        ),
    ),
    "windows": (
        _state(
            "口径不可比：累计自2018年起",
            "Not comparable: counted since 2018",
            in_window(1_000_000, "2021-01-01", _END, measure_id="training"),
            [flow(1_180_000, "2018-01-01", _START, "training")],
            _START,
        ),
        _state(
            "口径不可比：起始未载明",
            "Not comparable: no start stated",
            in_year(80_000, measure_id="training", year=2023),
            [flow(98_700, None, _START, "training")],
            _START,
        ),
        _state(
            "口径不可比：口径变更",
            "Not comparable: counted differently since",
            by_date("0.875", ">=", "ratio", baseline_figure_id="F"),
            [at(0.87, "2020-12-31", "ratio", figure_id="F"), at(0.893, _END, "ratio")],
            _END,
            plan={"breaks": [("ratio", "2025-01-01")], "figures": [figure("F", "ratio", "0.87", "2020-12-31")]},
        ),
        _state(
            "口径不可比：只有分子",
            "Not comparable: the numerator alone",
            in_year("0.3333", measure_id="ratio", year=2023),
            [flow(168_000, "2020-01-01", _START, "part", qualifier="gt")],
            _START,
        ),
    ),
}
"""By the picture of the manual that they stand in."""
STATES = tuple(state for states in SHEETS.values() for state in states)


@cache
def standings_of(title: str, lang: str = "zh") -> tuple[Standing, ...]:
    """The target of the state with this Chinese title, and the steps and second lines below it."""
    (found,) = [state for state in STATES if state.title.zh == title]
    return found.standings(lang)
