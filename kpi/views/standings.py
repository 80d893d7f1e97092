"""A verdict in words. All rounding and wording of an assessment happens here, once, for screens and papers alike."""

from collections.abc import Mapping
from dataclasses import dataclass

from kpi.analysis import WITH_VERDICT, helpers_of, owners_of, remaining_years
from kpi.model import (
    Assessment,
    Lamp,
    LampScheme,
    Measure,
    Status,
    Target,
    told_in,
)
from kpi.progress import lamp
from kpi.views.amounts import NOTHING, Amount, Amounts
from kpi.views.figures import FigureView, FigureWording
from kpi.views.goals import counted_over, period_text
from kpi.views.in_units import told_apart
from kpi.views.judging import status_text
from kpi.views.naming import listed_name, name_in_year
from kpi.views.questions import OpenQuestions
from kpi.views.reasons import NO_GROUNDS, Grounds
from kpi.views.telling import Told


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
    """What is to be reached; the text with its sign: ≥30%. Of a change beside another's in words: 不低于国内生产总值增速."""
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
    counted_over: str = ""
    """Over which days the current value was counted; empty where it stands at a date."""
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
    screen: Grounds = NO_GROUNDS
    """As the person at the keyboard is told, who may be asked to report something."""
    paper: Grounds = NO_GROUNDS
    """As a report says it, which goes to somebody else; each with its full stop."""
    full_reason: str = ""
    """Reason and remarks as one text."""
    revised: tuple[str, ...] = ()
    """What it said first and what changed or settled it, where something did; also among the remarks."""
    sentence: str = ""
    """One line as an office would write it, with its full stop."""
    clause: str = ""
    """The same to follow another sentence on the measure, which it does not name again; empty where that cannot be."""
    wanted: str = ""
    """Which figures are to be had for a verdict: 2021—2023年分年数; empty where no figure would do."""
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
    def owner(self) -> str:
        """Who answers for it, as the plan writes it."""
        return self.target.owner or self.measure.owner

    @property
    def owners(self) -> tuple[str, ...]:
        """The units that answer for it; none where the plan does not say."""
        return owners_of(self.measure, self.target)

    @property
    def helpers(self) -> tuple[str, ...]:
        """The units that help with it (协办单位)."""
        return helpers_of(self.measure, self.target)

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
            unit=told.apart.unit if told.apart else amounts.unit(measure),
            goal=told.goal_amount,
            period=period_text(told.texts, target, assessment.year),
            label=target.label.in_(lang),
            note=target.note.in_(lang),
            status_text=status_text(told.texts, assessment),
            source=told.source,
            document=told.document,
            baseline=told.baseline,
            baseline_on=told.baseline_on,
            current=amounts.value(assessment.current_value, measure, assessment.current_qualifier),
            counted_over=counted_over(told.texts, target, assessment, [self.figures[place] for place in assessment.figures]),
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
            clause=told.clause,
            wanted=told.wanted,
            questions=self.questions.about(measure.measure_id, target.target_id),
            current_figures=tuple(self.figures[place] for place in assessment.figures),
            baseline_figures=tuple(self.figures[place] for place in assessment.baseline_figures),
            obstacles=tuple(self.figures[place] for place in assessment.obstacles),
            counted=counted,
            listed=listed,
        )

    def _told(self, assessment: Assessment) -> Told:
        target = self.wording.catalog.targets[assessment.target_id]
        measure = told_in(target, self.wording.catalog.measures[target.measure_id])
        return Told(told_apart(self.wording.texts, assessment, measure), assessment, target, measure, self.wording)
