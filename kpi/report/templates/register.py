"""Every placeholder there is, once: its two names and what stands in its place. Checks, lists, example and manual follow it.

Names are Python identifiers: a template says {{ title }} or {{ 标题 }}. Once somebody's template uses a name it stays.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from kpi.i18n import Texts, ordinal
from kpi.ingest import OfficeName
from kpi.report.columns import (
    OF_FIGURE_LINES,
    OF_MISSING_LINES,
    SET_TARGETS,
    Line,
    MissingLine,
    TargetLine,
    figure_lines,
    lines,
    target_lines,
)
from kpi.report.document.form import enclosed, said
from kpi.report.document.gap.summary import foremost, in_brief, told_with_pace
from kpi.report.model import Category, GapReport, PendingGroup, StatusCount, count_by_status
from kpi.report.pictures import Mark, counts_mark, mark_of
from kpi.report.placeholders import PlaceholderRow
from kpi.report.since import moved_text
from kpi.report.wording import basis_told, day_text, verdict
from kpi.report.wording import listed as names_listed
from kpi.views import (
    OF_COMMENTS,
    OF_DEFINITIONS,
    OF_MEMBERS,
    OF_OVERDUE,
    OF_QUESTIONS,
    OF_VALUES,
    OF_YEARS,
    Column,
    Face,
    MemberColumn,
    MovedRow,
    Register,
    Standing,
    Type,
    as_text,
    heading,
)

Source = TypeVar("Source")
Row = TypeVar("Row")
Value = str | int | Mark | list["Values"]
Values = dict[str, Value]
_STRIP, _RAIL = 588, 460
"""Pixels: as wide as the type area, and as its columns beside the first one."""

TEXT, NUMBER, PICTURE, ROWS = "text", "number", "picture", "rows"


@dataclass(frozen=True)
class Placeholder(Generic[Source]):
    """A name a template may use, and what stands there of a report, or of a row of it."""

    name: str
    alias: str
    """The same in Chinese."""
    make: Callable[[GapReport, Source], Any]
    kind: str = TEXT
    fields: "tuple[Placeholder[Any], ...]" = ()
    """Of one of the rows."""

    @property
    def told(self) -> OfficeName:
        """As those who check templates know it."""
        return OfficeName(self.name, self.alias, self.kind, tuple(field.told for field in self.fields))

    def meaning(self, words: Texts, *, of_row: bool = False) -> str:
        """What stands there, in a few words; `of_row` of a field of a row."""
        key = f"placeholder.field_{self.name}" if of_row else f"placeholder.{self.name}"
        return words(key) if key in words else heading(words, self.name, Face.DOCUMENT)


def _text(name: str, alias: str, told: Callable[[Texts, GapReport], str]) -> Placeholder[GapReport]:
    return Placeholder(name, alias, lambda report, _: told(report.texts, report))


def _number(name: str, alias: str, count: Callable[[GapReport], int]) -> Placeholder[GapReport]:
    return Placeholder(name, alias, lambda report, _: count(report), NUMBER)


def _table(
    name: str, alias: str, rows: Callable[[GapReport, Source], Iterable[Row]], fields: Iterable[Placeholder[Row]]
) -> Placeholder[Source]:
    return Placeholder(name, alias, rows, ROWS, tuple(fields))


def _fields(register: Register[Row], **aliases: str) -> Iterator[Placeholder[Row]]:
    """Columns of a register by their keys, with their names in Chinese."""
    return (_of_column(register[key], key, alias) for key, alias in aliases.items())


def _of_column(column: Column[Row], key: str, alias: str) -> Placeholder[Row]:
    kind = NUMBER if column.type is Type.INTEGER else TEXT

    def made(report: GapReport, row: Row) -> str | int:
        cell = column.cell(row)
        return cell if kind == NUMBER and isinstance(cell, int) else as_text(report.texts, cell)

    return Placeholder(key, alias, made, kind)


def _field(name: str, alias: str, told: Callable[[GapReport, Row], object], kind: str = TEXT) -> Placeholder[Row]:
    return Placeholder(name, alias, told, kind)


def _of_targets(way: Callable[[Row], TargetLine], register: Register[Row]) -> tuple[Placeholder[Row], ...]:
    """What there is of a target, in whatever table it stands."""

    def standing(row: Row) -> Standing:
        return way(row).row

    columns = _fields(
        register,
        **{"number": "序号", "measure": "指标", "category": "类别", "region": "地区", "period": "期限", "target": "目标值"},
        **{"unit": "单位", "baseline": "基期值", "baseline_on": "基期", "current": "现值", "current_date": "现值时点"},
        **{"gap": "差距", "progress": "完成进度", "time": "序时进度", "required": "所需进度", "verdict": "评价"},
        **{"sentence": "情况表述", "reason": "原因", "remarks": "备注", "questions": "待明确问题", "document": "文件"},
        **{"section": "章节", "figures": "来源编号"},
    )
    return (
        *columns,
        _field("lead", "高于序时", lambda _, row: standing(row).lead_told),
        _field("status", "状态", lambda _, row: standing(row).status_text),
        _field("owner", "责任单位", lambda _, row: standing(row).owner),
        _field("rail", "进度条", lambda report, row: mark_of(report, standing(row), _RAIL), PICTURE),
    )


def _counted(report: GapReport, rows: Iterable[TargetLine]) -> list[TargetLine]:
    """One line for each target that the headline counts, its steps and second lines below it, numbered anew."""
    listed = (line for line in rows if line.row.listed)
    return [line._replace(number=number) for number, line in enumerate(listed, start=1)]


def _of_category(report: GapReport, category: Category) -> list[TargetLine]:
    return _counted(report, (Line(report, row, 0, category.name) for row in category.rows))


def _pending(report: GapReport) -> list[TargetLine]:
    rows = ((row, group.text) for group in report.pending for row in group.rows)
    return [Line(report, row, number, text) for number, (row, text) in enumerate(rows, start=1)]


def _foremost(report: GapReport) -> list[TargetLine]:
    told = foremost(report) if report.counted else ()
    return [Line(report, each.worst, n, told_with_pace(report, each)) for n, each in enumerate(told, start=1)]


def _lined(report: GapReport, rows: Iterable[Row]) -> list[Line[Row]]:
    return list(lines(report, rows))


def _names(words: Texts, group: PendingGroup) -> Iterator[str]:
    return (words("report.target_named_plain", measure=row.measure_name, period=row.period) for row in group.rows)


def _told(report: GapReport, category: Category) -> str:
    """How many targets of a field of work stand where."""
    words, counts = report.texts, count_by_status(category.counted, report.texts)
    groups = tuple(words("office.counted", status=count.text.lower(), number=count.count) for count in counts)
    return words("office.told", count=len(category.counted), groups=groups)


def _itself(line: TargetLine) -> TargetLine:
    return line


def _its_target(line: MissingLine) -> TargetLine:
    return Line(line.report, line.row.standing, line.number)


_COUNTS: tuple[Placeholder[StatusCount], ...] = (
    _field("status", "状态", lambda _, count: count.text),
    _field("count", "项数", lambda _, count: count.count, NUMBER),
)
_CATEGORIES: tuple[Placeholder[Line[Category]], ...] = (
    _field("ordinal", "中文序号", lambda report, line: ordinal(report.lang, line.number)),
    _field("name", "类别", lambda _, line: line.row.name),
    _field("told", "说明", lambda report, line: _told(report, line.row)),
    _table("targets", "目标清单", lambda report, line: _of_category(report, line.row), _of_targets(_itself, SET_TARGETS)),
)
_CAUSES: tuple[Placeholder[PendingGroup], ...] = (
    _field("cause", "未评价原因类别", lambda _, group: group.text),
    _field("count", "项数", lambda _, group: len(group.rows), NUMBER),
    _field("names", "名单", lambda report, group: names_listed(report.texts, _names(report.texts, group))),
)
_MOVED: tuple[Placeholder[MovedRow], ...] = (
    _field("measure", "指标", lambda _, row: row.standing.measure_name),
    _field("period", "期限", lambda _, row: row.standing.period),
    _field("before", "上期评价", lambda report, row: verdict(report.texts, row.before) if row.before else ""),
    _field("after", "本期评价", lambda report, row: verdict(report.texts, row.after) if row.after else ""),
    _field("value_before", "上期现值", lambda _, row: row.before.current.text if row.before else ""),
    _field("value_after", "本期现值", lambda _, row: row.after.current.text if row.after else ""),
)
_MEMBERS: tuple[Placeholder[MemberColumn], ...] = (
    _field("measure", "指标", lambda _, column: column.name),
    _field("unit", "单位", lambda _, column: column.unit),
    _field("period", "期间", lambda _, column: column.period_name),
    _table(
        "places",
        "各地",
        lambda _, column: column.rows,
        _fields(OF_MEMBERS, region="地区", value="数值", rank="名次", share_of_whole="占比"),
    ),
)

PLACEHOLDERS: tuple[Placeholder[GapReport], ...] = (
    _text("title", "标题", lambda _, report: report.title),
    _text("plan", "规划", lambda _, report: report.plan_name),
    _text("scope", "范围", lambda _, report: report.scope),
    _text("as_of", "截至日期", lambda words, report: words.day(report.as_of)),
    _text("coverage", "数据截至", lambda words, report: day_text(words, report.coverage)),
    _text("headline", "总体情况", lambda _, report: report.headline),
    _text("summary", "领导摘要", lambda _, report: in_brief(report)),
    _text("earlier", "往年情况", lambda _, report: report.earlier),
    _text("basis", "数据依据", basis_told),
    _text("caution", "数据提示", lambda _, report: report.caution),
    _text("demo", "演示标记", lambda words, report: words("report.demo") if report.demo else ""),
    _text("addressee", "主送", lambda words, report: said(words, report.form.addressee, "document.addressee_blank")),
    _text("signatory", "署名", lambda words, report: said(words, report.form.signatory, "document.signatory_blank")),
    _text(
        "signed_on", "成文日期", lambda words, report: day_text(words, report.form.signed_on) or words("document.signed_blank")
    ),
    _text("annex_note", "附件说明", lambda words, report: names_listed(words, enclosed(report))),
    _text("copy_to", "抄送", lambda words, report: said(words, report.form.copy_to, "document.copy_to_blank")),
    _text("since", "较上期", lambda words, report: moved_text(words, report.since) if report.since else ""),
    _number("target_count", "目标项数", lambda report: len(report.counted)),
    _number("gap_count", "差距项数", lambda report: len(report.missing)),
    _number("pending_count", "待核定项数", lambda report: sum(len(group.rows) for group in report.pending)),
    _number("due_count", "待报项数", lambda report: report.late.figures),
    _text("issue_number", "编号", lambda _, report: str(report.issue.number) if report.issue else ""),
    _text("issued_on", "发出日期", lambda words, report: words.day(report.issue.moment.date()) if report.issue else ""),
    _text("issued_by", "发出人", lambda _, report: report.issue.user if report.issue else ""),
    Placeholder("status_bar", "状态条", lambda report, _: counts_mark(report, _STRIP), PICTURE),
    _table(
        "foremost",
        "重点关注",
        lambda report, _: _foremost(report),
        (*_of_targets(_itself, SET_TARGETS), _field("standing", "完成情况", lambda _, line: line.group)),
    ),
    _table("counts", "状态统计", lambda report, _: report.counts, _COUNTS),
    _table(
        "targets",
        "目标清单",
        lambda report, _: _counted(report, target_lines(report)),
        _of_targets(_itself, SET_TARGETS),
    ),
    _table(
        "categories", "分类", lambda report, _: _lined(report, (one for one in report.categories if one.counted)), _CATEGORIES
    ),
    _table(
        "gaps",
        "差距清单",
        lambda report, _: _lined(report, report.missing),
        (
            *_of_targets(_its_target, OF_MISSING_LINES),
            *_fields(
                OF_MISSING_LINES,
                **{"share": "尚余比例", "remaining": "剩余时间", "average": "近年年均", "average_period": "近年区间"},
                **{"ratio": "近年倍数", "paragraph": "追赶测算", "outlook": "走势判断"},
            ),
        ),
    ),
    _table(
        "pending",
        "待核定清单",
        lambda report, _: _pending(report),
        (
            *_of_targets(_itself, SET_TARGETS),
            _field("cause", "未评价原因类别", lambda _, line: line.group),
        ),
    ),
    _table(
        "due",
        "待报清单",
        lambda report, _: report.overdue,
        _fields(OF_OVERDUE, measure="指标", due="应有数据截至", reason="说明"),
    ),
    _table("pending_causes", "待核定分组", lambda report, _: report.pending, _CAUSES),
    _table("moved", "变化清单", lambda report, _: report.since.rows if report.since else (), _MOVED),
    _table(
        "questions",
        "待明确事项",
        lambda report, _: report.questions,
        _fields(OF_QUESTIONS, question="问题", about="涉及"),
    ),
    _table(
        "comments",
        "单位说明",
        lambda report, _: report.comments,
        _fields(OF_COMMENTS, measure="指标", period="期间", text="内容", source="来源"),
    ),
    _table(
        "figures",
        "数据来源",
        lambda report, _: list(figure_lines(report)),
        _fields(
            OF_FIGURE_LINES,
            number="序号",
            measure="指标",
            region="地区",
            label="分组",
            date="时间",
            value="数值",
            source="来源",
        ),
    ),
    _table(
        "values",
        "本地指标",
        lambda report, _: report.values,
        _fields(
            OF_VALUES,
            measure="指标",
            category="类别",
            value="数值",
            unit="单位",
            period="期间",
            share_of="占比",
            rank_of="位次",
        ),
    ),
    _table("members", "下级地区", lambda report, _: report.members, _MEMBERS),
    _table(
        "yearly",
        "历年",
        lambda report, _: report.yearly,
        _fields(OF_YEARS, measure="指标", year="年度", value="数值", unit="单位", period="期间"),
    ),
    _table(
        "definitions",
        "指标解释",
        lambda report, _: report.explained,
        _fields(OF_DEFINITIONS, measure="指标", definition="口径", formula="计算公式", definition_source="出处"),
    ),
)


def listed(words: Texts) -> tuple[PlaceholderRow, ...]:
    """All of them with what stands in the place of each."""
    return tuple(_row(words, placeholder) for placeholder in PLACEHOLDERS)


def _row(words: Texts, placeholder: Placeholder[Any], *, of_row: bool = False) -> PlaceholderRow:
    fields = tuple(_row(words, field, of_row=True) for field in placeholder.fields)
    return PlaceholderRow(
        placeholder.name, placeholder.alias, placeholder.kind, placeholder.meaning(words, of_row=of_row), fields
    )


NAMES: Sequence[OfficeName] = tuple(placeholder.told for placeholder in PLACEHOLDERS)
"""As those who check and fill in templates know them."""
