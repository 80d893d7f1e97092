"""A verdict in words. All rounding and wording of an assessment happens here, once, for screens and papers alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, reduce

from kpi.analysis import (
    WITH_VERDICT,
    bounded,
    bounded_gap,
    bounded_room,
    difference_mark,
    gone_past,
    missing,
    remaining_years,
    units_in,
)
from kpi.i18n import Texts
from kpi.model import (
    JUDGED_BY_PACE,
    Assessment,
    Comparator,
    Gap,
    Kind,
    Lamp,
    LampScheme,
    Measure,
    Status,
    Target,
    told_in,
)
from kpi.progress import excess, lamp, rule_of
from kpi.views.amounts import NOTHING, Amount, Amounts
from kpi.views.figures import FigureView, FigureWording, cited
from kpi.views.goals import goal_amount, goal_in_a_sentence, may_be_lost, period_text, revised_text
from kpi.views.in_units import lead_in_units, progress_in_units, required_text, told_apart
from kpi.views.judging import status_text
from kpi.views.naming import listed_name, name_in_year
from kpi.views.questions import OpenQuestions
from kpi.views.reasons import because

_TOLD_WITH_A_GAP = JUDGED_BY_PACE | {Status.BASELINE_ONLY, Status.MISSED}


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
    label: str = ""
    """What tells it from other targets of its measure, in a few words; mostly empty."""
    source: str = ""
    """Where the target is set, in one line."""
    document: str = ""
    """Title and number of the document that sets the target."""
    baseline: Amount = NOTHING
    baseline_on: str = ""
    """The baseline with its date."""
    current: Amount = NOTHING
    gap: Amount = NOTHING
    """Text: how much is missing, with the bound that a mark on the value puts on it; empty where it cannot be said, `—` where
    nothing is. Number: target − current, negative where the target is exceeded."""
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
    revised: tuple[str, ...] = ()
    """What it said first and what changed or settled it, where something did; also among the remarks."""
    sentence: str = ""
    """One line as an office would write it, with its full stop."""
    note: str = ""
    """What the plan's files note about the target: how it is read, what is not known."""
    questions: tuple[str, ...] = ()
    """Open questions about this target, its measure or its figures."""
    current_figures: tuple[FigureView, ...] = ()
    """Figures the current value rests on."""
    baseline_figures: tuple[FigureView, ...] = ()
    """Figures the baseline rests on."""
    obstacles: tuple[FigureView, ...] = ()
    """Figures that may not be held against the target and so keep it from being judged; none of them counts for it."""
    counted: bool = True
    """Whether the headline counts it: of a yearly target only one year, and no step or second line of another."""
    listed: bool = True
    """Whether lists of targets have it: what the headline counts, and below it its steps and second lines."""

    @property
    def status(self) -> Status:
        """The verdict."""
        return self.assessment.status

    @property
    def below(self) -> bool:
        """Whether it is a step or a second line of another target."""
        return bool(self.target.parent_target_id)

    @property
    def judged(self) -> bool:
        """Whether there is a verdict."""
        return self.status in WITH_VERDICT

    @property
    def figures(self) -> tuple[FigureView, ...]:
        """Figures that the current value and the baseline rest on, each once."""
        return tuple(dict.fromkeys((*self.current_figures, *self.baseline_figures)))

    @property
    def owners(self) -> tuple[str, ...]:
        """The units that answer for it; none where the plan does not say."""
        return units_in(self.target.owner or self.measure.owner)

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

    def standing(self, assessment: Assessment, *, counted: bool, listed: bool) -> Standing:
        """Everything a reader is told about one target."""
        told = self._told(assessment)
        amounts, measure, target, lang = Amounts(told.texts), told.measure, told.target, told.texts.lang
        return Standing(
            assessment=assessment,
            target=target,
            measure=measure,
            lamp=lamp(self.lamps, assessment),
            name=name_in_year(told.texts, target, measure, assessment.year),
            measure_name=listed_name(told.texts, target, measure),
            region_name=self.wording.catalog.regions[target.region_code].name(lang),
            category=measure.category.in_(lang),
            unit=amounts.unit(measure),
            goal=goal_amount(amounts, told.texts, target, measure),
            period=period_text(told.texts, target, assessment.year),
            label=target.label.in_(lang),
            note=target.note.in_(lang),
            status_text=status_text(told.texts, assessment),
            source=told.source,
            document=told.document,
            baseline=told.baseline,
            baseline_on=told.baseline_on,
            current=amounts.value(assessment.current_value, measure, assessment.current_qualifier),
            gap=amounts.gap(assessment.gap, measure, told.gap, told.gap_mark),
            progress=amounts.percent(assessment.progress_pct, told.progress),
            time=amounts.percent(assessment.time_pct),
            lead=amounts.points(assessment.lead_pp, told.lead_told),
            lead_told=told.lead_told,
            required=amounts.gap(assessment.required_per_year, measure, told.required, told.gap_mark),
            projected=amounts.value(None if told.milestone else assessment.projected_value, measure),
            remaining=amounts.plain(remaining_years(assessment) or None, ""),
            screen=told.screen,
            paper=told.paper,
            full_reason=told.full_reason,
            revised=told.revised,
            sentence=told.sentence,
            questions=self.questions.about(measure.measure_id, target.target_id),
            current_figures=tuple(self.figures[place] for place in assessment.figures),
            baseline_figures=tuple(self.figures[place] for place in assessment.baseline_figures),
            obstacles=tuple(self.figures[place] for place in assessment.obstacles),
            counted=counted,
            listed=listed,
        )

    def _told(self, assessment: Assessment) -> "_Told":
        target = self.wording.catalog.targets[assessment.target_id]
        measure = told_in(target, self.wording.catalog.measures[target.measure_id])
        return _Told(told_apart(self.wording.texts, assessment, measure), assessment, target, measure, self.wording)


@dataclass(frozen=True)
class _Told:
    """What is said of one assessment: each text is worded once, in however many others it stands, and only if asked for."""

    texts: Texts
    assessment: Assessment
    target: Target
    measure: Measure
    wording: FigureWording

    @property
    def milestone(self) -> bool:
        return self.measure.kind is Kind.MILESTONE

    @property
    def revised(self) -> tuple[str, ...]:
        return revised_text(self.texts, self.target, self.measure, self.assessment.year)

    @cached_property
    def screen(self) -> Grounds:
        reason, word = self.assessment.reason, self.texts.message
        return Grounds(word(reason) if reason else "", (*map(word, self.assessment.remarks), *self.revised))

    @property
    def paper(self) -> Grounds:
        """A report's own words, where it has any; else those of the screen."""
        told = zip(self.assessment.remarks, self.screen.remarks, strict=False)  # the last remark may be of the target itself
        reason = because(self.texts, self.assessment.reason, self.screen.reason)
        return Grounds(reason, (*(because(self.texts, remark, text) for remark, text in told), *self.revised))

    @property
    def full_reason(self) -> str:
        told = [text for text in (self.screen.reason, *self.screen.remarks) if text]
        return reduce(lambda first, second: self.texts("reason.joined", first=first, second=second), told) if told else ""

    @property
    def counted(self) -> str:
        """What is counted, where it is not the measure's own value."""
        key = rule_of(self.target.period_type).counted_key
        reference = self.wording.catalog.measures.get(self.target.reference_measure_id, "")
        return self.texts(key, reference=reference) if key else ""

    @property
    def current(self) -> str:
        """The current value as a sentence says it, its qualifier in words: 达25.8%, 约为13万人."""
        if self.assessment.current_value is None:
            return ""
        value = self.texts.quantity(self.assessment.current_value, self.measure)
        return value if self.milestone else self.texts(f"service.stated_{self.assessment.current_qualifier}", value=value)

    @cached_property
    def document(self) -> str:
        return self.wording.document(self.target.source_id)

    @property
    def source(self) -> str:
        target = self.target
        return cited(self.texts, self.document, target.section, target.printed) if self.document else target.source

    @cached_property
    def baseline(self) -> Amount:
        """The baseline; of a change in a unit of its own, so that it is no number beside the others."""
        assessment, level = self.assessment, self.wording.catalog.measures[self.target.measure_id]
        amount = Amounts(self.texts).value(assessment.baseline_value, level, assessment.baseline_qualifier)
        return replace(amount, number=None, decimals=0) if assessment.period_type.of_change else amount

    @property
    def baseline_on(self) -> str:
        text, day = self.baseline.text, self.assessment.baseline_date
        return self.texts("service.value_on", value=text, day=day) if text and day else text

    @cached_property
    def progress(self) -> str:
        """A percentage of the way; what is short of all of it, or beyond it, is never shown as 100 %."""
        told, percentage = progress_in_units(self.assessment, self.measure), self.assessment.progress_pct
        if told:
            return self.texts.message(told)
        return self.texts.percent_of_way(percentage) if percentage is not None else ""

    @cached_property
    def gap(self) -> str:
        lacking = missing(self.assessment)
        if lacking is None:
            return ""
        if not lacking:
            return self.texts("service.no_gap")
        if self.milestone:
            return self.texts("value.not_done")
        if side := gone_past(self.assessment):
            return self.texts.word(excess(side, Gap(lacking, self.measure)))
        return self.texts.word(bounded_gap(self.assessment, self.measure, lacking))

    @property
    def gap_mark(self) -> str:
        """What stands before the number of the gap, or of the pace."""
        return self.texts.word(bounded("", difference_mark(self.assessment, self.measure))).strip()

    @property
    def room(self) -> str:
        """Of what must not be exceeded, how much is left."""
        return self.texts.word(bounded_room(self.assessment, self.measure, max(self.assessment.gap or 0.0, 0.0)))

    @cached_property
    def lead(self) -> str:
        """How the value stands to the time elapsed; nothing where nothing newer than the baseline has been judged."""
        texts, lead = self.texts, self.assessment.lead_pp
        if lead is None or self.assessment.status is Status.PENDING:
            return ""
        told = lead_in_units(self.assessment, self.measure, lead)
        if told:
            return self.gap if self.assessment.overshot else texts.message(told)
        if self.assessment.overshot:
            return texts("service.lead_past", points=texts.percent(abs(lead)))
        shown = texts.points(abs(lead))
        if shown == texts.points(0):
            return texts("service.lead_even")
        sides = ("overspent", "spared") if self._of_limit else ("below", "above")
        return texts(f"service.lead_{sides[lead > 0]}", points=shown)

    @property
    def _of_limit(self) -> bool:
        """Whether the progress is what has been used of a limit."""
        return self.assessment.completion_pct is not None and self.assessment.comparator is Comparator.AT_MOST

    @property
    def lead_told(self) -> str:
        """The same where that is said: not of a milestone."""
        return "" if self.milestone else self.lead

    @property
    def required(self) -> str:
        return "" if self.milestone else required_text(self.texts, self.assessment, self.measure)

    @property
    def sentence(self) -> str:
        key = f"service.line_{self._line()}"
        told = self.texts(key, **{name: _IN_A_SENTENCE[name](self) for name in self.texts.named_in(key)})
        if not self.target.reading:
            return told
        label = self.target.label.in_(self.texts.lang)
        key = "service.on_a_labelled_reading" if label else "service.on_a_reading"
        return self.texts(key, label=label, sentence=told)

    def _line(self) -> str:
        """Which kind of sentence fits."""
        assessment = self.assessment
        over, lacking = rule_of(assessment.period_type).line(self.measure), missing(assessment)
        if assessment.judgement:
            return "reason"
        if assessment.status is Status.MET:
            return f"met{over}"
        if assessment.status in _TOLD_WITH_A_GAP and self.milestone and lacking:
            return "milestone"
        if assessment.status in _TOLD_WITH_A_GAP and gone_past(assessment):
            return f"past{over}"
        if assessment.status in JUDGED_BY_PACE and may_be_lost(assessment) and not lacking:
            return f"kept{over}"
        if assessment.status in JUDGED_BY_PACE and assessment.lead_pp is not None:
            if self._of_limit:
                return "pace_limit"
            return f"pace{over}" if lacking else f"pace_held{over}"
        if assessment.status in _TOLD_WITH_A_GAP and lacking:
            return f"gap{over}"
        counted = "_change" if assessment.period_type.of_change else ""
        return f"reason{counted}" if assessment.reason else f"plain{counted}"


_IN_A_SENTENCE: Mapping[str, Callable[[_Told], object]] = {
    "measure": lambda told: told.measure,
    "target": lambda told: goal_in_a_sentence(told.texts, told.target, told.measure),
    "period": lambda told: rule_of(told.target.period_type).period_in_sentence(told.target, told.assessment.year),
    "status": lambda told: status_text(told.texts, told.assessment),
    "reason": lambda told: told.screen.reason,
    "current": lambda told: told.current,
    "day": lambda told: told.assessment.current_date or "",
    "gap": lambda told: told.gap,
    "completion": lambda told: told.progress,
    "lead": lambda told: told.lead,
    "room": lambda told: told.room,
    "limit": lambda told: told.texts.quantity(told.assessment.target_value, told.measure),
    "counted": lambda told: told.counted,
}
"""What a line may name. Only what one names is worded."""
