"""The records of the services as rows of a report: targets, figures, what is missing, questions."""

from kpi.analysis import remaining_years
from kpi.i18n import Texts
from kpi.model import Kind, Measure, Question, Status, Target
from kpi.report import Amounts, FigureRow, MissingRow, QuestionRow, ReportRow, because
from kpi.services.figures import FigureWording
from kpi.services.in_units import told_apart
from kpi.services.questions import measures_behind, question_text, questions_about, subjects
from kpi.services.views import FigureView, GapRow, Standing
from kpi.services.workspace import Workspace

_ASKS_FOR_FIGURES = frozenset({Status.PENDING, Status.INCOMPLETE})
"""Their paragraph on screen asks its reader for figures, which a report does not; it gives the reason instead."""


class RowWording:
    """Turns views into rows of one language."""

    def __init__(self, workspace: Workspace, words: Texts) -> None:
        self.catalog = workspace.catalog
        self.words = words
        self.amounts = Amounts(words)
        self.figures = FigureWording(workspace, words)
        self._behind = measures_behind(workspace.catalog)
        self._figures: dict[FigureView, FigureRow] = {}

    def target(self, standing: Standing) -> ReportRow:
        """A target, for one of its years if it has years, and how it stands."""
        assessment, measure, target = standing.assessment, standing.measure, standing.target
        words = told_apart(self.words, assessment, measure)
        amounts = Amounts(words)
        document = self.figures.document(target.source_id)
        return ReportRow(
            target_id=target.target_id,
            year=assessment.year,
            measure=standing.measure_name,
            region=standing.region.name(self.words.lang),
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
            overshot=assessment.overshot,
            required=amounts.gap(assessment.required_per_year, measure, standing.required_text),
            projected=amounts.value(None if measure.kind is Kind.MILESTONE else assessment.projected_value, measure),
            reason=because(words, assessment.reason),
            remarks=tuple(because(words, each) for each in assessment.remarks),
            questions=self.questions(measure, target.target_id),
            figures=tuple(dict.fromkeys(self.figure(each) for each in (*standing.figures, *standing.baseline_figures))),
            counted=standing.counted,
            headline=measure.headline,
            measure_id=measure.measure_id,
            region_code=standing.region.region_code,
            period_type=assessment.period_type,
            remaining=amounts.plain(remaining_years(assessment) or None, ""),
            current_figures=tuple(self.figure(each) for each in standing.figures),
            baseline_figures=tuple(self.figure(each) for each in standing.baseline_figures),
        )

    def _target_source(self, target: Target, document: str) -> str:
        if not document:
            return target.source
        return self.words("service.from_document", document=document, section=target.section, printed=target.printed)

    def figure(self, each: FigureView) -> FigureRow:
        """A figure and the way back to where it stands; most are asked for several times."""
        if each not in self._figures:
            self._figures[each] = self._figure(each)
        return self._figures[each]

    def questions(self, measure: Measure, target_id: str | None = None) -> tuple[str, ...]:
        """Open questions about a measure, or about one target of it."""
        return questions_about(self.catalog, measure.measure_id, self.words.lang, target_id=target_id, behind=self._behind)

    def _figure(self, each: FigureView) -> FigureRow:
        measure = self.catalog.measures[each.measure_id]
        return FigureRow(
            measure=measure.name(self.words.lang),
            region=self.catalog.regions[each.region_code].name(self.words.lang),
            label=each.label,
            period=each.period,
            start=each.start,
            end=each.end,
            value=self.amounts.value(each.value, measure, each.qualifier, text=each.text),
            unit=self.amounts.unit(measure),
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
            note=each.note if each.file else "",
            measure_id=each.measure_id,
            region_code=each.region_code,
            breakdown=each.breakdown,
            member=each.member,
        )

    def missing(self, row: GapRow, target: ReportRow) -> MissingRow:
        """What one target still lacks."""
        amounts, measure = self.amounts, row.standing.measure
        return MissingRow(
            row=target,
            share=amounts.percent(row.missing_pct, row.missing_text),
            remaining=amounts.plain(row.remaining_years, row.remaining_text),
            average=amounts.gap(row.average, measure, "" if row.average is None else self.words.pace(row.average, measure)),
            average_period=row.average_period,
            ratio=amounts.plain(row.ratio, row.ratio_text),
            paragraph="" if row.standing.status in _ASKS_FOR_FIGURES else row.catch_up.text,
            outlook=row.catch_up.outlook_text,
        )

    def question(self, question: Question) -> QuestionRow:
        """A question to the plan's owner, with the measures it is about."""
        measures = dict.fromkeys(self._behind[each] for each in subjects(question) if each in self._behind)
        names = [self.catalog.measures[each].name(self.words.lang) for each in measures]
        return QuestionRow(question.question_id, question_text(question, self.words.lang), self.words.listing(names))

    def asks_about(self, question: Question, measures: frozenset[str]) -> bool:
        """Whether a question concerns one of the measures."""
        return any(self._behind.get(each) in measures for each in subjects(question))
