"""The gap report: the same views as the pages, put into the report's model and laid out in the format asked for."""

from itertools import groupby

import pandas as pd

from kpi import access, report
from kpi.errors import NotFound
from kpi.i18n import Texts, texts
from kpi.model import Action, Actor, Question, Target
from kpi.report import Amounts, Category, FigureRow, GapReport, MissingRow, OverdueRow, QuestionRow, ReportRow, because
from kpi.services.figures import FigureWording
from kpi.services.gaps import gap_view
from kpi.services.questions import measures_behind, question_text, questions_about, subjects
from kpi.services.views import FigureView, GapRow, GapView, Query, ReportFile, Standing, StatusView
from kpi.services.workspace import Workspace, local

REPORT_FORMATS = tuple(report.FORMATS)
REPORT_MEDIA_TYPES = report.MEDIA_TYPES


def gap_report(workspace: Workspace, actor: Actor, query: Query, fmt: str) -> ReportFile:
    """The gap report of the view asked for. NotFound for a format there is none of, a region or a scheme; NotAllowed."""
    access.require(actor, Action.EXPORT)
    if fmt not in report.FORMATS:
        raise NotFound("no_such_format", format=fmt)
    view = gap_view(workspace, actor, query)
    made = _Builder(workspace, texts(query.lang), view.status).report(view)
    return ReportFile(report_name(view.status, fmt), report.MEDIA_TYPES[fmt], report.FORMATS[fmt](made))


def report_name(view: StatusView, fmt: str) -> str:
    """The file name of the report on a view, safe on Windows; known before the report is made."""
    words, scope = texts(view.query.lang), "" if not view.region.parent_code else view.region.name(view.query.lang)
    title = words("report.title_of" if scope else "report.title", plan=view.plan_name, scope=scope)
    return f"{_safe(words('service.report_name', title=title, day=f'{view.as_of:%Y%m%d}'))}.{fmt}"


def _safe(name: str) -> str:
    """A file name that Windows takes too."""
    return "".join("_" if letter in '\\/:*?"<>|' or ord(letter) < ord(" ") else letter for letter in name).strip(" .")


class _Builder:
    """Turns the records of the services into those of a report."""

    def __init__(self, workspace: Workspace, words: Texts, status: StatusView) -> None:
        self._workspace = workspace
        self._catalog = workspace.catalog
        self._words = words
        self._status = status
        self._amounts = Amounts(words)
        self._wording = FigureWording(workspace, words)
        self._behind = measures_behind(workspace.catalog)

    def report(self, view: GapView) -> GapReport:
        """The whole report."""
        status, lang = self._status, self._words.lang
        rows = {(each.target.target_id, each.assessment.year): self._row(each) for each in status.standings}
        by_category = groupby(sorted(status.standings, key=self._category_place), key=lambda each: each.category)
        plan = status.region == self._catalog.plan_region
        return GapReport(
            plan_name=status.plan_name,
            as_of=status.as_of,
            generated=local(self._workspace.now()),
            data_version=status.data_version,
            lang=lang,
            headline=status.headline,
            categories=tuple(
                Category(name, tuple(rows[each.target.target_id, each.assessment.year] for each in standings))
                for name, standings in by_category
            ),
            earlier=status.earlier,
            known_at=local(status.known_at) if status.known_at else None,
            scope="" if plan else status.region.name(lang),
            demo=status.demo,
            missing=tuple(
                self._missing(row, rows[row.standing.target.target_id, row.standing.assessment.year]) for row in view.rows
            ),
            figures=self._all_figures(),
            questions=tuple(self._question(each) for each in self._catalog.questions),
            overdue=tuple(OverdueRow(each.name, each.due, each.text) for each in status.overdue),
            coverage=status.coverage_date,
        )

    def _category_place(self, standing: Standing) -> int:
        order = list(dict.fromkeys(measure.category for measure in self._catalog.measures.values()))
        return order.index(standing.measure.category)

    def _row(self, standing: Standing) -> ReportRow:
        assessment, measure, target, amounts = standing.assessment, standing.measure, standing.target, self._amounts
        document = self._wording.document(target.source_id)
        return ReportRow(
            target_id=target.target_id,
            year=assessment.year,
            measure=standing.measure_name,
            region=standing.region.name(self._words.lang),
            comparator=target.comparator,
            unit=amounts.unit(measure),
            target=amounts.value(float(target.value), measure, text=standing.target_text),
            period=standing.period_text,
            status=assessment.status,
            status_text=standing.status_text,
            lamp=standing.lamp,
            source=self._target_source(target, document),
            document=document,
            section=target.section,
            printed=target.printed,
            sentence=standing.sentence,
            baseline=amounts.value(assessment.baseline_value, measure, assessment.baseline_qualifier),
            baseline_date=assessment.baseline_date,
            current=amounts.value(assessment.current_value, measure, assessment.current_qualifier),
            current_date=assessment.current_date,
            gap=amounts.gap(assessment.gap, measure, standing.gap_text),
            progress=amounts.percent(assessment.progress_pct, standing.progress_text),
            time=amounts.percent(assessment.time_pct, standing.time_text),
            lead=amounts.points(assessment.lead_pp, standing.lead_text),
            required=amounts.gap(assessment.required_per_year, measure, standing.required_text),
            projected=amounts.value(assessment.projected_value, measure),
            reason=because(self._words, assessment.reason),
            remarks=standing.remarks,
            questions=questions_about(self._catalog, measure.measure_id, self._words.lang, target_id=target.target_id),
            figures=tuple(dict.fromkeys(self._figure(each) for each in (*standing.figures, *standing.baseline_figures))),
            counted=standing.counted,
        )

    def _target_source(self, target: Target, document: str) -> str:
        if not document:
            return target.source
        return self._words("service.from_document", document=document, section=target.section, printed=target.printed)

    def _figure(self, each: FigureView) -> FigureRow:
        measure = self._catalog.measures[each.measure_id]
        return FigureRow(
            measure=measure.name(self._words.lang),
            region=self._catalog.regions[each.region_code].name(self._words.lang),
            label=each.label,
            period=each.period,
            start=each.start,
            end=each.end,
            value=self._amounts.value(each.value, measure, text=each.text),
            unit=self._amounts.unit(measure),
            source=each.source,
            document=each.document,
            section=each.section,
            printed=each.printed,
            file=each.file,
            sheet=each.sheet,
            row=each.row,
            user=each.user,
            loaded_at=each.loaded_at,
            batch_id=each.batch_id,
            figure_id=each.figure_id,
        )

    def _all_figures(self) -> tuple[FigureRow, ...]:
        """Every figure that counts in the region by the date asked for, in the order of the catalog."""
        frame = self._workspace.observations(self._status.known_at)
        ends = frame["as_of"].fillna(frame["window_end"])
        wanted = (frame["region_code"] == self._status.region.region_code) & (ends <= pd.Timestamp(self._status.as_of))
        order = {measure_id: place for place, measure_id in enumerate(self._catalog.measures)}
        views = [self._wording.view(row) for row in frame[wanted].to_dict("records")]
        ordered = sorted(
            views, key=lambda each: (order[each.measure_id], each.end or self._status.as_of, each.breakdown, each.member)
        )
        return tuple(self._figure(each) for each in ordered)

    def _missing(self, row: GapRow, target: ReportRow) -> MissingRow:
        amounts, measure = self._amounts, row.standing.measure
        return MissingRow(
            row=target,
            share=amounts.percent(row.missing_pct, row.missing_text),
            remaining=amounts.plain(row.remaining_years, row.remaining_text),
            average=amounts.gap(row.average, measure, "" if row.average is None else self._words.pace(row.average, measure)),
            average_period=row.average_period,
            ratio=amounts.plain(row.ratio, row.ratio_text),
        )

    def _question(self, question: Question) -> QuestionRow:
        measures = dict.fromkeys(self._behind[each] for each in subjects(question) if each in self._behind)
        names = [self._catalog.measures[each].name(self._words.lang) for each in measures]
        return QuestionRow(question.question_id, question_text(question, self._words.lang), self._words.listing(names))
