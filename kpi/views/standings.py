"""A verdict in words. All rounding and wording of an assessment happens here, once, for screens and papers alike."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kpi.analysis import WITH_VERDICT, bounded_gap, bounded_room, cannot_return, gone_past, missing, remaining_years
from kpi.i18n import Texts
from kpi.model import (
    Assessment,
    Comparator,
    Gap,
    Kind,
    Lamp,
    LampScheme,
    Measure,
    Region,
    Rounding,
    Status,
    Target,
)
from kpi.progress import excess, full_reason, lamp, rule_of
from kpi.views.amounts import NOTHING, Amount, Amounts
from kpi.views.figures import FigureView, FigureWording
from kpi.views.in_units import lead_in_units, progress_in_units, told_apart
from kpi.views.questions import OpenQuestions
from kpi.views.reasons import because

_SIGNS = {Comparator.AT_LEAST: "≥", Comparator.AT_MOST: "≤", Comparator.EQUAL: ""}
_TOLD_WITH_A_GAP = frozenset({Status.ON_PACE, Status.BEHIND, Status.FAR_BEHIND, Status.BASELINE_ONLY, Status.MISSED})
_JUDGED_BY_PACE = frozenset({Status.ON_PACE, Status.BEHIND, Status.FAR_BEHIND})


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why there is no verdict, or what decided it, and what is to be said beside it."""

    reason: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """A target, for one of its years if it has years, and how it stands."""

    assessment: Assessment
    target: Target
    measure: Measure
    region: Region
    lamp: Lamp
    name: str
    """The measure's name, with the year if it has one."""
    measure_name: str
    region_name: str
    category: str
    """The measure's category in the language asked for."""
    unit: str
    """Of the numbers of baseline, current value and goal."""
    goal: Amount
    """What is to be reached; the text with its sign: ≥30%."""
    period: str
    """By when it is due or over what it counts."""
    status_text: str
    source: str = ""
    """Where the target is set, in one line."""
    document: str = ""
    """Title and number of the document that sets the target."""
    baseline: Amount = NOTHING
    baseline_on: str = ""
    """The baseline with its date."""
    current: Amount = NOTHING
    current_day: str = ""
    """The date of the current value, as text; empty where there is none."""
    gap: Amount = NOTHING
    """Text: how much is missing, empty where it cannot be said, `—` where nothing is.
    Number: target − current, negative where the target is exceeded."""
    progress: Amount = NOTHING
    """Percentage, 0–100: 完成率, or 基期以来完成度."""
    time: Amount = NOTHING
    """序时进度, 0–100."""
    lead: Amount = NOTHING
    """Percentage points. Text: 高于序时进度9.6个百分点; number: 9.6, negative when behind."""
    lead_told: str = ""
    """Its text where that is said on screen: not of a milestone, nor where nothing newer than the baseline was judged."""
    required: Amount = NOTHING
    """Needed per year, or still within the year."""
    projected: Amount = NOTHING
    """Where the line from the start through the current value ends."""
    remaining: Amount = NOTHING
    """Years from the current value's date to the end of the period, a number alone; empty where nothing is required."""
    screen: Grounds = Grounds()
    """As the person at the keyboard is told, who may be asked to report something."""
    paper: Grounds = Grounds()
    """As a report says it, which goes to somebody else; each with its full stop."""
    full_reason: str = ""
    """Reason and remarks as one text."""
    sentence: str = ""
    """One line as an office would write it, with its full stop."""
    questions: tuple[str, ...] = ()
    """Open questions about this target, its measure or its figures."""
    current_figures: tuple[FigureView, ...] = ()
    """Figures the current value rests on."""
    baseline_figures: tuple[FigureView, ...] = ()
    """Figures the baseline rests on."""
    counted: bool = True
    """Whether the headline counts it: of a yearly target only one year."""

    @property
    def status(self) -> Status:
        """The verdict."""
        return self.assessment.status

    @property
    def judged(self) -> bool:
        """Whether there is a verdict."""
        return self.status in WITH_VERDICT

    @property
    def figures(self) -> tuple[FigureView, ...]:
        """Figures that the current value and the baseline rest on, each once."""
        return tuple(dict.fromkeys((*self.current_figures, *self.baseline_figures)))

    @property
    def key(self) -> tuple[str, int | None]:
        """What names it: its target, and the year of a yearly one."""
        return self.target.target_id, self.assessment.year


@dataclass(frozen=True)
class StandingWording:
    """Words assessments in one language under one lamp scheme."""

    wording: FigureWording
    lamps: LampScheme
    questions: OpenQuestions
    figures: Mapping[int, FigureView]
    """By their place in the observation frame, every figure an assessment rests on."""
    texts: Texts

    def standing(self, assessment: Assessment, *, counted: bool) -> Standing:
        """Everything a reader is told about one target."""
        target = self.wording.catalog.targets[assessment.target_id]
        measure = self.wording.catalog.measures[target.measure_id]
        texts = told_apart(self.texts, assessment, measure)
        return replace(self, texts=texts)._standing(assessment, target, measure, counted=counted)

    def _standing(self, assessment: Assessment, target: Target, measure: Measure, *, counted: bool) -> Standing:
        texts, amounts = self.texts, Amounts(self.texts)
        region = self.wording.catalog.regions[target.region_code]
        document = self.wording.document(target.source_id)
        baseline = amounts.value(assessment.baseline_value, measure, assessment.baseline_qualifier)
        lead = self._lead(assessment, measure) if measure.kind is not Kind.MILESTONE else ""
        return Standing(
            assessment=assessment,
            target=target,
            measure=measure,
            region=region,
            lamp=lamp(self.lamps, assessment),
            name=self._name(assessment, measure),
            measure_name=measure.name(texts.lang),
            region_name=region.name(texts.lang),
            category=measure.category.in_(texts.lang),
            unit=amounts.unit(measure),
            goal=_goal(amounts, texts, target, measure),
            period=period_text(texts, target, assessment.year),
            status_text=texts(f"status.{assessment.status}"),
            source=self._source(target, document),
            document=document,
            baseline=baseline,
            baseline_on=self._baseline_on(assessment, baseline),
            current=amounts.value(assessment.current_value, measure, assessment.current_qualifier),
            current_day=texts.day(assessment.current_date) if assessment.current_date else "",
            gap=amounts.gap(assessment.gap, measure, self._gap(assessment, measure)),
            progress=amounts.percent(assessment.progress_pct, self._progress(assessment, measure)),
            time=amounts.percent(assessment.time_pct),
            lead=amounts.points(assessment.lead_pp, lead),
            lead_told=lead,
            required=amounts.gap(assessment.required_per_year, measure, self._required(assessment, measure)),
            projected=amounts.value(None if measure.kind is Kind.MILESTONE else assessment.projected_value, measure),
            remaining=amounts.plain(remaining_years(assessment) or None, ""),
            screen=self._on_screen(assessment),
            paper=Grounds(because(texts, assessment.reason), tuple(because(texts, remark) for remark in assessment.remarks)),
            full_reason=self._full_reason(assessment),
            sentence=self._sentence(assessment, target, measure),
            questions=self.questions.about(measure.measure_id, target.target_id),
            current_figures=tuple(self.figures[place] for place in assessment.figures),
            baseline_figures=tuple(self.figures[place] for place in assessment.baseline_figures),
            counted=counted,
        )

    def _source(self, target: Target, document: str) -> str:
        if not document:
            return target.source
        return self.texts("service.from_document", document=document, section=target.section, printed=target.printed)

    def _on_screen(self, assessment: Assessment) -> Grounds:
        words = self.texts
        reason = words.message(assessment.reason) if assessment.reason else ""
        return Grounds(reason, tuple(words.message(remark) for remark in assessment.remarks))

    def _full_reason(self, assessment: Assessment) -> str:
        told = full_reason(assessment)
        return self.texts.message(told) if told else ""

    def _name(self, assessment: Assessment, measure: Measure) -> str:
        name = measure.name(self.texts.lang)
        return name if assessment.year is None else self.texts("service.name_in_year", name=name, year=assessment.year)

    def _stated(self, assessment: Assessment, measure: Measure) -> str:
        """The current value as a sentence says it, its qualifier in words: 达25.8%, 约为13万人."""
        if assessment.current_value is None:
            return ""
        value = self.texts.quantity(assessment.current_value, measure)
        if measure.kind is Kind.MILESTONE:
            return value
        return self.texts(f"service.stated_{assessment.current_qualifier}", value=value)

    def _baseline_on(self, assessment: Assessment, baseline: Amount) -> str:
        if not baseline.text or assessment.baseline_date is None:
            return baseline.text
        return self.texts("service.value_on", value=baseline.text, day=assessment.baseline_date)

    def _progress(self, assessment: Assessment, measure: Measure) -> str:
        """A percentage of the way; what is short of all of it, or beyond it, is never shown as 100 %."""
        told = progress_in_units(assessment, measure)
        if told:
            return self.texts.message(told)
        return self.texts.percent_of_way(assessment.progress_pct) if assessment.progress_pct is not None else ""

    def _gap(self, assessment: Assessment, measure: Measure) -> str:
        lacking = missing(assessment)
        if lacking is None:
            return ""
        if not lacking:
            return self.texts("service.no_gap")
        if measure.kind is Kind.MILESTONE:
            return self.texts("value.not_done")
        side, gap = gone_past(assessment), Gap(lacking, measure)
        return self.texts.word(excess(side, gap) if side else gap)

    def _gap_in_sentence(self, assessment: Assessment, measure: Measure) -> str:
        """The gap with the bound that a mark on the value puts on it, as catching up tells it."""
        lacking = missing(assessment)
        if not lacking or measure.kind is Kind.MILESTONE or gone_past(assessment):
            return self._gap(assessment, measure)
        return self.texts.word(bounded_gap(assessment, measure, lacking))

    def _room(self, assessment: Assessment, measure: Measure) -> str:
        """Of what must not be exceeded, how much is left."""
        return self.texts.word(bounded_room(assessment, measure, max(assessment.gap or 0.0, 0.0)))

    def _lead(self, assessment: Assessment, measure: Measure) -> str:
        """How the value stands to the time elapsed; nothing where nothing newer than the baseline has been judged."""
        lead = assessment.lead_pp
        if lead is None or assessment.status is Status.PENDING:
            return ""
        told = lead_in_units(assessment, measure, lead)
        if told:
            return self._gap(assessment, measure) if assessment.overshot else self.texts.message(told)
        if assessment.overshot:
            return self.texts("service.lead_past", points=self.texts.percent(abs(lead)))
        shown = self.texts.points(abs(lead))
        if shown == self.texts.points(0):
            return self.texts("service.lead_even")
        if assessment.completion_pct is not None and assessment.comparator is Comparator.AT_MOST:
            return self.texts("service.lead_spared" if lead > 0 else "service.lead_overspent", points=shown)
        return self.texts("service.lead_above" if lead > 0 else "service.lead_below", points=shown)

    def _required(self, assessment: Assessment, measure: Measure) -> str:
        required = assessment.required_per_year
        if required is None or missing(assessment) == 0 or cannot_return(assessment) or measure.kind is Kind.MILESTONE:
            return ""
        key = rule_of(assessment.period_type).pace_key
        if gone_past(assessment):
            key = "service.per_year_down" if required < 0 else "service.per_year_up"
        return self.texts(key, amount=self.texts.pace(abs(required), measure, Rounding.UP))

    def _sentence(self, assessment: Assessment, target: Target, measure: Measure) -> str:
        values: dict[str, object] = {
            "measure": measure,
            "target": _target_in_sentence(self.texts, target, measure),
            "period": rule_of(target.period_type).period_in_sentence(target, assessment.year),
            "status": self.texts(f"status.{assessment.status}"),
            "reason": self.texts.message(assessment.reason) if assessment.reason else "",
            "current": self._stated(assessment, measure),
            "day": assessment.current_date or "",
            "gap": self._gap_in_sentence(assessment, measure),
            "completion": self._progress(assessment, measure),
            "lead": self._lead(assessment, measure),
            "room": self._room(assessment, measure),
            "limit": "" if target.value is None else self.texts.quantity(assessment.target_value, measure),
        }
        return self.texts(f"service.line_{_line(assessment, measure)}", **values)


def _line(assessment: Assessment, measure: Measure) -> str:
    """Which kind of sentence fits."""
    over = rule_of(assessment.period_type).line(measure)
    if assessment.status is Status.MET:
        return f"met{over}"
    if assessment.status in _TOLD_WITH_A_GAP and measure.kind is Kind.MILESTONE and missing(assessment):
        return "milestone"
    if assessment.status in _TOLD_WITH_A_GAP and gone_past(assessment):
        return f"past{over}"
    if assessment.status in _JUDGED_BY_PACE and assessment.lead_pp is not None:
        if assessment.completion_pct is not None and assessment.comparator is Comparator.AT_MOST:
            return "pace_limit"
        return f"pace{over}" if missing(assessment) else f"pace_held{over}"
    if assessment.status in _TOLD_WITH_A_GAP and missing(assessment):
        return f"gap{over}"
    return "reason" if assessment.reason else "plain"


def _goal(amounts: Amounts, texts: Texts, target: Target, measure: Measure) -> Amount:
    text = target_text(texts, target, measure)
    return amounts.plain(None, text) if target.value is None else amounts.value(target.goal, measure, text=text)


def target_text(texts: Texts, target: Target, measure: Measure) -> str:
    """What is to be reached: ≥30%; where no number is stated, the source's own words."""
    if measure.kind is Kind.MILESTONE:
        return texts("service.to_be_done")
    if target.value is None:
        return target.printed or texts("service.no_number")
    return _SIGNS[target.comparator] + texts.quantity(target.goal, measure)


def period_text(texts: Texts, target: Target, year: int | None) -> str:
    """By when, or over what."""
    return texts.word(rule_of(target.period_type).period(target, year))


def _target_in_sentence(texts: Texts, target: Target, measure: Measure) -> str:
    if measure.kind is Kind.MILESTONE:
        return texts("service.to_be_done")
    if target.value is None:
        return target_text(texts, target, measure)
    at_most = target.comparator is Comparator.AT_MOST
    return texts("service.at_most" if at_most else "service.at_least", value=texts.quantity(target.goal, measure))
