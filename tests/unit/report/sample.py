"""Reports by hand: one small and full of cases, one with the 31 targets of the plan, one of a hundred rows."""

from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction

import numpy as np

from kpi.analysis import MemberValues
from kpi.model import (
    UNSPECIFIED,
    Assessment,
    Bilingual,
    Comparator,
    Lamp,
    MatterState,
    PeriodType,
    Region,
    Status,
    Target,
    Window,
)
from kpi.report import Category, GapReport, Issue, ScopeKind
from kpi.views import (
    Amount,
    CatchUpView,
    CommentRow,
    DefinitionRow,
    FigureView,
    GapRow,
    MatterView,
    MemberColumn,
    MemberRow,
    OverdueView,
    PathPoint,
    PathRow,
    QuestionView,
    SchemeRow,
    Standing,
    ValueRow,
    YearlyRow,
)
from tests.unit.progress.factory import flow_measure

SHANGHAI = timezone(timedelta(hours=8))
MOMENT = datetime(2025, 7, 18, 9, 5, 30, tzinfo=SHANGHAI)
LETTER = "《关于建议的答复》（人社函〔2023〕61号）"

CITY = Region("441900", "东莞市", "Dongguan", "", Bilingual("市", "city"))


def figure(measure_id, **values):
    """A figure of the city as a report holds it."""
    key = (measure_id, CITY.region_code, "", "", values["start"], values["end"], None)
    whole = {"region_code": CITY.region_code, "region_name": CITY.name_zh, "breakdown": "", "member": "", "label": ""}
    return FigureView(**{"observation_key": key, "measure_id": measure_id, "value": 0.0, **whole, **values})


SHARE_2023 = figure(
    measure_name="技能人才占就业人员比例",
    period="2023年6月30日",
    start=None,
    end=date(2023, 6, 30),
    amount=Amount("25.8%", 25.8, 1),
    unit="%",
    source=f"{LETTER} 一（一）三，原文“25.8%”",
    document=LETTER,
    section="一（一）三",
    printed="25.8%",
    batch_id=1,
    figure_id="F_SHARE",
    measure_id="skilled_share",
)
PROJECT_2025 = figure(
    measure_name="“项目制”技能培训",
    period="2025年1—6月",
    start=date(2025, 1, 1),
    end=date(2025, 6, 30),
    amount=Amount("4.736万人次", 4.736, 3),
    unit="万人次",
    source="文件“2025上半年.csv”第14行（王芳，2025年7月15日）",
    file="2025上半年.csv",
    row=14,
    user="王芳",
    loaded_at=datetime(2025, 7, 15, 9, 40, tzinfo=SHANGHAI),
    batch_id=4,
    printed="4.736万人次",
    measure_id="project_training",
)
PROJECT_SINCE = replace(
    SHARE_2023,
    measure_name="“项目制”技能培训",
    period="截至2023年6月30日（起始时间未载明）",
    amount=Amount("9.87万人次", 9.87, 2),
    unit="万人次",
    section="一（四）一",
    printed="9.87万人次",
    figure_id="F_PROJ",
    measure_id="project_training",
)
STUDIOS = replace(
    SHARE_2023,
    measure_name="新设立技能大师工作室",
    label="制造业",
    period="2022年",
    start=date(2022, 1, 1),
    end=date(2022, 12, 31),
    amount=Amount("38家", 38.0, 0),
    unit="家",
    section="一（三）一",
    printed="38家",
    figure_id="F_STUDIO",
    measure_id="master_studios",
    breakdown="sector",
    member="manufacturing",
)
QUESTION = "“项目制”培训9.87万人次自何时起算？"


IN_TARGET = {"section", "printed", "comparator", "target_id"}
IN_ASSESSMENT = {"year", "status", "period_type", "baseline_date", "current_date", "overshot"}
OF_MEASURE = {"measure_id", "headline"}


def changed(standing, **changes):
    """A standing with other values, which are named as a reader knows them, wherever they are kept."""
    kept = {name: changes.pop(name) for name in list(changes) if name in IN_TARGET | IN_ASSESSMENT | OF_MEASURE}
    grounds = {name: changes.pop(name) for name in ("reason", "remarks", "at_hand", "to_collect", "until") if name in changes}
    if "figures" in changes:
        changes["current_figures"] = changes.pop("figures")
    return replace(
        standing,
        target=replace(standing.target, **{name: kept[name] for name in IN_TARGET & set(kept)}),
        assessment=replace(standing.assessment, **{name: kept[name] for name in IN_ASSESSMENT & set(kept)}),
        measure=replace(standing.measure, **{name: kept[name] for name in OF_MEASURE & set(kept)}),
        paper=replace(standing.paper, **grounds),
        **changes,
    )


def row(target_id="T01", **changes):
    """A target without a value, to be changed."""
    target = Target(
        target_id, f"m_{target_id}", CITY.region_code, Comparator.AT_LEAST, Fraction(100), UNSPECIFIED,
        None, (), None, section="二", printed="100人",
    )  # fmt: skip
    empty = Standing(
        assessment=Assessment(
            target_id, target.measure_id, CITY.region_code, None, target.period_type, target.comparator, 100.0, Status.NO_DATA
        ),
        target=target,
        measure=flow_measure(measure_id=target.measure_id),
        lamp=Lamp.GREY,
        name="指标",
        measure_name="指标",
        region_name=CITY.name_zh,
        category="",
        unit="人",
        goal=Amount("≥100人", 100.0, 0),
        period="到2025年底",
        status_text="无数据",
        source=f"{LETTER} 二，原文“100人”",
        document=LETTER,
    )
    return changed(empty, **changes)


SHARE = row(
    "T01",
    measure_name="技能人才占就业人员比例",
    unit="%",
    goal=Amount("≥30%", 30.0, 0),
    status=Status.BASELINE_ONLY,
    status_text="仅有基期",
    sentence="技能人才占就业人员比例为25.8%（2023年6月30日），距2025年底30%的目标尚差4.2个百分点，仅有基期。",
    baseline=Amount("25.8%", 25.8, 1),
    baseline_date=date(2023, 6, 30),
    current=Amount("≥25.8%", 25.8, 1, "≥"),
    current_date=date(2023, 6, 30),
    gap=Amount("4.2个百分点", 4.2, 1),
    required=Amount("年均需1.68个百分点", 1.6772, 2),
    reason="目前只有2023年6月30日的基期值25.8%，取得此后的数据后评价。",
    at_hand="2023年6月30日的基期值25.8%",
    to_collect="2023年6月30日以后的数据",
    figures=(SHARE_2023,),
    printed="30%",
    measure_id="skilled_share",
)
PROJECT = row(
    "T07",
    year=2025,
    measure_name="“项目制”技能培训",
    unit="万人次",
    goal=Amount("≥8万人次", 8.0, 0),
    period="2025年",
    status=Status.ON_PACE,
    status_text="达到序时",
    lamp=Lamp.GREEN,
    sentence="“项目制”技能培训2025年累计为4.736万人次（截至2025年6月30日），完成目标8万人次的59.2%，尚差3.264万人次，高于序时进度9.6个百分点。",
    current=Amount("4.736万人次", 4.736, 3),
    current_date=date(2025, 6, 30),
    gap=Amount("3.264万人次", 3.264, 3),
    progress=Amount("59.2%", 59.2, 1),
    time=Amount("49.6%", 49.589041, 1),
    lead=Amount("高于序时进度9.6个百分点", 9.610959, 1),
    required=Amount("年内尚需完成3.264万人次", 3.264, 3),
    figures=(PROJECT_2025,),
    measure_id="project_training",
)
PROJECT_2023 = row(
    "T07",
    year=2023,
    measure_name="“项目制”技能培训",
    unit="万人次",
    goal=Amount("≥8万人次", 8.0, 0),
    period="2023年",
    status=Status.PENDING,
    status_text="待核定",
    reason="因9.87万人次的起始时间未载明，暂不评价；核定起始日期或取得2023年数据后评价。",
    at_hand="9.87万人次的起始时间未载明",
    to_collect="2023年数据，或核定起始日期",
    until=date(2023, 12, 31),
    questions=(QUESTION,),
    figures=(PROJECT_SINCE,),
    counted=False,
    listed=False,
    measure_id="project_training",
)
VOUCHERS = row(
    "T09",
    measure_name="技能培训券发放",
    unit="万张",
    goal=Amount("≥500万张", 500.0, 0),
    period="2025年",
    year=2025,
    status=Status.MET,
    status_text="已达标",
    lamp=Lamp.BLUE,
    sentence="技能培训券发放为517.25万张（2025年6月30日），已达到2025年500万张的目标。",
    current=Amount("517.25万张", 517.25, 2),
    current_date=date(2025, 6, 30),
    gap=Amount("无", -17.25, 2),
    progress=Amount("103.5%", 103.45, 1),
    time=Amount("49.6%", 49.589041, 1),
    lead=Amount("高于序时进度53.9个百分点", 53.860959, 1),
    required=Amount("", 0.0, 0),
)
WAITING = row(
    "T50",
    measure_name="证书办结时间",
    comparator=Comparator.AT_MOST,
    unit="天",
    goal=Amount("≤10天", 10.0, 0),
    status=Status.FAR_BEHIND,
    status_text="严重滞后",
    lamp=Lamp.RED,
    sentence="证书办结时间为14天（2025年6月30日），距2025年底10天以内的目标尚差4天，低于序时进度20个百分点。",
    baseline=Amount("15天", 15.0, 0),
    baseline_date=date(2023, 6, 30),
    current=Amount("14天", 14.0, 0),
    current_date=date(2025, 6, 30),
    gap=Amount("4天", -4.0, 0),
    progress=Amount("20%", 20.0, 0),
    time=Amount("80%", 80.0, 0),
    lead=Amount("低于序时进度60个百分点", -60.0, 0),
    required=Amount("年均需8天", -7.94, 0),
    projected=Amount("13.75天", 13.75, 2),
    remarks=("进度低于序时，但基期以来的年均增速已达所需增速的1.1倍。",),
)
STANDARD = row(
    "T21",
    measure_name="包装工国家职业技能标准开发",
    comparator=Comparator.EQUAL,
    unit="",
    goal=Amount("完成"),
    period="期限未载明",
    status=Status.NOT_ASSESSED,
    status_text="不评价",
    current=Amount("尚未完成"),
    reason="目标未载明完成期限，只列示目标与现值；期限核定后评价。",
    to_collect="核定完成期限",
    questions=("包装工标准的完成期限是什么？",),
)
AWARDS = row(
    "T28",
    measure_name="国际奖项",
    unit="个",
    goal=Amount("≥1个", 1.0, 0),
    period="期限未载明",
    status=Status.NOT_ASSESSED,
    status_text="不评价",
    reason="目标未载明完成期限，只列示目标与现值；期限核定后评价。",
    to_collect="核定完成期限",
    questions=("包装工标准的完成期限是什么？",),
)
NEXT_YEAR = row(
    "T26",
    year=2026,
    measure_name="竞赛项目",
    period="2026年",
    status=Status.NOT_STARTED,
    status_text="未开始",
    counted=False,
    listed=False,
)
THIS_YEAR = row(
    "T26", year=2025, measure_name="竞赛项目", period="2025年", status=Status.NO_DATA,
    reason="尚无数据，取得2025年数据后评价。", at_hand="尚无数据", to_collect="2025年数据", until=date(2025, 12, 31),
)  # fmt: skip


def gap_row(standing, paragraph="", pace="", short="", details="", **values):
    """What a target lacks, with what catching up takes in words."""
    told = CatchUpView(standing, text=paragraph, pace_text=pace, pace_short=short, details=details)
    return GapRow(catch_up=told, **values)


def member_column(name, unit, period, whole, rows, **values):
    """A measure over members, all of it by hand; its arrays are for pages."""
    none = np.array([])
    measure = flow_measure(measure_id=values.pop("measure_id", ""))
    told = {"whole_note": "", "check_text": "", "contribution_note": "", "contribution_unit": ""}
    return MemberColumn(
        column=MemberValues(measure, Window(date(2025, 1, 1), date(2025, 6, 30)), False, none, none, none, (), None, False),
        name=name,
        unit=unit,
        period="now",
        period_name=period,
        periods={"now": period},
        whole=whole,
        rows=tuple(rows),
        check=None,
        contribution=None,
        **{**told, **values},
    )


def member(name, amount, rank, share=Amount(), lacking=Amount(), code="", status_text="", **values):  # noqa: B008
    """A member of a column."""
    standing = row(status_text=status_text) if status_text else None
    return MemberRow(code, name, None, amount, rank, share, lacking, standing=standing, **values)


def small(**changes):
    """Nine rows of seven targets: judged and not, exceeded and missing, a milestone, two years of one target."""
    values = {
        "plan_name": "东莞市“技能人才之都”建设目标任务（2023—2025年）",
        "as_of": date(2025, 6, 30),
        "moment": MOMENT,
        "data_version": 4,
        "lang": "zh",
        "headline": ("截至2025年6月30日，7项目标中，已达标1项、达到序时1项、严重滞后1项、仅有基期1项、无数据1项、不评价2项。"),
        "earlier": "以前年度待核定的有：“项目制”技能培训（2023年）。",
        "categories": (
            Category("人才总量", (SHARE,)),
            Category("培训", (PROJECT_2023, PROJECT, VOUCHERS)),
            Category("评价", (WAITING, STANDARD)),
            Category("竞赛", (AWARDS, THIS_YEAR, NEXT_YEAR)),
        ),
        "missing": (
            gap_row(
                SHARE,
                share=Amount("100%", 100.0, 0),
                remaining=Amount("2.5年", 2.505, 1),
                short="剩余2年零6个月，年均需提高1.68个百分点。",
            ),
            gap_row(
                PROJECT,
                share=Amount("40.8%", 40.8, 1),
                remaining=Amount("0.5年", 0.504, 1),
                average=Amount("9.42万人次", 9.42, 2),
                average_period="2022—2024年",
                ratio=Amount("0.7倍", 0.687, 1),
            ),
        ),
        "figures": (STUDIOS, PROJECT_SINCE, SHARE_2023, PROJECT_2025),
        "questions": (
            QuestionView("Q02", QUESTION, "“项目制”技能培训"),
            QuestionView("Q31", "平台载体是否包含分基地？", "平台载体"),
        ),
        "overdue": (
            OverdueView(
                "T26",
                "m_T26",
                "竞赛项目",
                date(2024, 12, 31),
                "竞赛项目：2024年的数据已于2024年12月31日到期，待填报",
                figures=frozenset({("m_T26", "441900", "", "", date(2024, 1, 1), date(2024, 12, 31), None)}),
            ),
        ),
        "coverage": date(2025, 6, 30),
    }
    return GapReport(**values | changes)


SHARE_OF_2023 = YearlyRow(
    measure="技能人才占就业人员比例",
    category="人才总量",
    unit="%",
    year=2023,
    value=Amount("25.8%", 25.8, 1),
    period="2023年6月30日",
    whole_year=False,
    headline=True,
    figures=(SHARE_2023,),
    measure_id="skilled_share",
)
PROJECT_HALF = YearlyRow(
    measure="“项目制”技能培训",
    category="培训",
    unit="万人次",
    year=2025,
    value=Amount("4.736万人次", 4.736, 3),
    period="2025年1—6月",
    whole_year=False,
    figures=(PROJECT_2025,),
    measure_id="project_training",
)
TOWNS = member_column(
    name="“项目制”技能培训",
    unit="万人次",
    period="2025年1—6月",
    whole=Amount("4.736万人次", 4.736, 3),
    whole_note="全市数为直接填报。",
    check_text="各地区合计4.736万人次，与全市数一致。",
    rows=(
        member(
            "长安镇", Amount("3万人次", 3.0, 0), 1, Amount("63.3%", 63.344595, 1), Amount("−0.5万人次", -0.5, 1),
            code="T_CHANGAN", source="文件“长安.csv”第2行（李明，2025年7月15日）",
        ),
        member(
            "南城街道", Amount("1.736万人次", 1.736, 3), 2, Amount("36.7%", 36.655405, 1), Amount("+3.764万人次", 3.764, 3),
            code="T_NANCHENG", status_text="滞后",
        ),
        member("松山湖", Amount(), None, counted=False, code="T_SSL"),
    ),
    contribution_note="按上年同期各地区占合计的比重分摊全市目标。",
    measure_id="project_training",
)  # fmt: skip
TOWN_VALUE = ValueRow(
    measure="“项目制”技能培训",
    category="培训",
    unit="万人次",
    period="2025年1—6月",
    value=Amount("1.736万人次", 1.736, 3),
    share=Amount("36.7%", 36.655405, 1),
    whole=Amount("4.736万人次", 4.736, 3),
    rank=2,
    ranked=2,
    figures=(PROJECT_2025,),
    measure_id="project_training",
)
COMMENT = CommentRow("“项目制”技能培训", "2025年1—6月", "含6月底前已结班的班次。", "王芳", "文件“2025上半年.csv”第14行", 3)
MATTER = MatterView(
    matter_id=7,
    version=3,
    target_id=PROJECT.target.target_id,
    year=PROJECT.assessment.year,
    measure_id=PROJECT.measure.measure_id,
    name="“项目制”技能培训（2025年）",
    period="2025年",
    region_code="441900",
    state=MatterState.IN_HAND,
    state_text="整改中",
    unit="市人力资源社会保障局",
    person="李明",
    cause="上半年开班偏少",
    steps="三季度增开40个班。",
    due=date(2026, 2, 18),
    opened_on=date(2025, 9, 1),
    settled_on=None,
    days_over=12,
    history=(),
    finished_by=None,
)
"""Late by the ten days that are left of February 2026 and two of March."""
SHARE_PATH = PathRow(
    measure="技能人才占就业人员比例",
    unit="%",
    points=(PathPoint(date(2023, 6, 30), "2023年6月30日", Amount("25.8%", 25.8, 1), LETTER),),
    expected=(
        PathPoint(date(2023, 6, 30), "2023年6月30日", Amount("25.8%", 25.8, 1)),
        PathPoint(date(2025, 12, 31), "2025年12月31日", Amount("30%", 30.0, 0)),
    ),
    status_text="仅有基期",
    headline=True,
)


def full(**changes):
    """The small report with everything else a report can tell: years, towns, definitions, remarks, paths, a scheme."""
    made = small()
    measures = {each.measure.measure_id: each for each in made.rows} | {each.measure_id: each for each in made.figures}
    values = {
        "yearly": (SHARE_OF_2023, PROJECT_HALF),
        "members": (TOWNS,),
        "definitions": tuple(
            DefinitionRow(
                each.measure_name, "培训", each.unit, f"{each.measure_name}的口径。", "", "市人力资源社会保障局", LETTER,
                measure_id=measure_id,
            )
            for measure_id, each in measures.items()
        ),
        "comments": (COMMENT,),
        "matters": (MATTER,),
        "matters_on": date(2026, 3, 2),
        "paths": (SHARE_PATH,),
        "scheme": SchemeRow("按序时进度", "按日计算", ("1. 已达标：蓝灯", "2. 达到序时：绿灯")),
        "issue": Issue(3, "王芳", MOMENT),
    }  # fmt: skip
    return small(**values | changes)


def empty(**changes):
    """A report on nothing: no target, no figure."""
    values = {
        "headline": "", "earlier": "", "categories": (), "missing": (), "figures": (), "questions": (), "overdue": (),
        "coverage": None,
    }  # fmt: skip
    return small(**values | changes)


def town(**changes):
    """A town's report: no target, one value with its share and place."""
    definition = DefinitionRow(
        "“项目制”技能培训", "培训", "万人次", "培训人次。", "", "", LETTER, measure_id="project_training"
    )
    values = {
        "scope": "南城街道", "kind": ScopeKind.REGION, "figures": (PROJECT_2025,), "values": (TOWN_VALUE,),
        "definitions": (definition,), "yearly": (PROJECT_HALF,),
    }  # fmt: skip
    return empty(**values | changes)


_STATUSES = {
    Status.BASELINE_ONLY: ("仅有基期", Lamp.GREY, ("T01", "T02", "T16")),
    Status.FAR_BEHIND: ("严重滞后", Lamp.RED, ("T33",)),
    Status.NOT_COMPARABLE: (
        "口径不可比",
        Lamp.GREY,
        ("T03", "T04", "T05", "T06", "T07", "T08", "T09", "T24", "T25", "T26", "T27"),
    ),
    Status.NO_DATA: ("无数据", Lamp.GREY, ("T10", "T11", "T12", "T14", "T17", "T19", "T22", "T29", "T30")),
    Status.NOT_STARTED: ("未开始", Lamp.GREY, ("T15", "T35")),
    Status.NOT_ASSESSED: ("不评价", Lamp.GREY, ("T13", "T21", "T28", "T31", "T32")),
}
_CATEGORIES = {
    "人才总量": ("T01", "T02", "T11"),
    "培训": ("T03", "T04", "T05", "T06", "T07", "T08", "T09", "T10", "T12", "T13"),
    "平台载体": ("T14", "T15", "T16", "T17"),
    "评价": ("T19", "T21", "T22", "T24", "T25"),
    "竞赛": ("T26", "T27", "T28", "T29", "T30", "T31", "T32"),
    "激励": ("T33",),
    "职业教育": ("T35",),
}


def letter():
    """The 31 targets of the plan as they stand on 30 June 2023, by status and category."""
    standing = {
        target_id: {"status": status, "status_text": text, "lamp": lamp}
        for status, (text, lamp, target_ids) in _STATUSES.items()
        for target_id in target_ids
    }
    categories = tuple(
        Category(
            name, tuple(row(target_id, measure_name=f"指标{target_id}", **standing[target_id]) for target_id in target_ids)
        )
        for name, target_ids in _CATEGORIES.items()
    )
    return small(as_of=date(2023, 6, 30), categories=categories, missing=(), earlier="", overdue=())


def large(rows=100):
    """A report of many rows, each with a value, a reason and a figure of its own."""
    figures = tuple(
        replace(PROJECT_2025, row=number, measure_name=f"指标{number}", measure_id=f"m_{number}")
        for number in range(1, rows + 1)
    )
    judged = tuple(
        changed(
            PROJECT,
            target_id=f"T{number}",
            measure_id=f"m_{number}",
            measure_name=f"指标{number}",
            figures=(figures[number - 1],),
        )
        if number % 2
        else changed(
            PROJECT_2023,
            target_id=f"T{number}",
            measure_id=f"m_{number}",
            measure_name=f"指标{number}",
            counted=True,
            listed=True,
            figures=(figures[number - 1],),
        )
        for number in range(1, rows + 1)
    )
    groups = tuple(Category(f"类别{start}", judged[start : start + 10]) for start in range(0, rows, 10))
    missing = tuple(
        gap_row(each, share=Amount("40.8%", 40.8, 1), remaining=Amount("0.5年", 0.5, 1)) for each in judged if each.judged
    )
    return small(categories=groups, missing=missing, figures=figures)


def with_text(record, text):
    """The same record with `text` in every field that holds one, all the way down; kinds, dates and numbers stay."""
    changes = {}
    for field in fields(record):
        value = getattr(record, field.name)
        if type(value) is str and field.name != "lang":
            changes[field.name] = text
        elif isinstance(value, tuple):
            changes[field.name] = tuple(within(each, text) for each in value)
        elif is_dataclass(value) and not isinstance(value, PeriodType):
            changes[field.name] = with_text(value, text)
    return replace(record, **changes)


def within(part, text):
    """The same for one of several."""
    if type(part) is str:
        return text
    return with_text(part, text) if is_dataclass(part) else part
