"""What is said of one assessment: its reason, the words beside its numbers, and the sentence an office would write.

Each text is worded once, in however many others it stands, and only if asked for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, reduce

from kpi.analysis import WITH_VERDICT, bounded, bounded_gap, bounded_room, difference_mark, gone_past, missing
from kpi.i18n import Texts, ordinal
from kpi.model import (
    JUDGED_BY_PACE,
    Assessment,
    Comparator,
    Course,
    Gap,
    Kind,
    Measure,
    Qualifier,
    Status,
    Target,
    Window,
    same,
    without_course,
)
from kpi.progress import excess, rule_of, told_day
from kpi.views.amounts import Amount, Amounts
from kpi.views.apart import Apart, apart_of
from kpi.views.figures import FigureWording, cited
from kpi.views.goals import goal_amount, goal_in_a_sentence, may_be_lost, revised_text, said
from kpi.views.in_units import lead_in_units, progress_in_units, required_text
from kpi.views.judging import status_text
from kpi.views.naming import spoken
from kpi.views.reasons import Grounds, at_hand, because, to_collect, wanted, wanted_from, wanted_until

_TOLD_WITH_A_GAP = JUDGED_BY_PACE | {Status.BASELINE_ONLY, Status.MISSED}
_WHOLE_PCT = 100.0
_IN_A_SENTENCE_ONLY = (Course.MOVE, Course.GROW)


@dataclass(frozen=True)
class Told:
    """What is said of one assessment: each text is worded once, in however many others it stands, and only if asked for."""

    texts: Texts
    assessment: Assessment
    target: Target
    measure: Measure
    wording: FigureWording

    @property
    def milestone(self) -> bool:
        """Whether something is to be done, not to be counted."""
        return self.measure.kind is Kind.MILESTONE

    @property
    def revised(self) -> tuple[str, ...]:
        """What the target said first, and what changed or settled it."""
        return revised_text(self.texts, self.target, self.measure, self.assessment.year)

    @cached_property
    def screen(self) -> Grounds:
        """As the person at the keyboard is told."""
        reason, word = self.assessment.reason, self.texts.message
        return Grounds(word(reason) if reason else "", (*map(word, self.assessment.remarks), *self.revised))

    @property
    def paper(self) -> Grounds:
        """A report's own words, where it has any; else those of the screen."""
        told = zip(self.assessment.remarks, self.screen.remarks, strict=False)  # the last remark may be of the target itself
        texts, message = self.texts, self.assessment.reason
        reason = because(texts, message, self.screen.reason)
        remarks = (*(because(texts, remark, text) for remark, text in told), *self.revised)
        if message is None or self.assessment.status in WITH_VERDICT:
            return Grounds(reason, remarks)
        there = at_hand(texts, message, self.so_far, self.assessment.current_date)
        return Grounds(reason, remarks, there, to_collect(texts, message), wanted_until(message), wanted_from(message))

    @property
    def full_reason(self) -> str:
        """Reason and remarks as one text."""
        told = [text for text in (self.screen.reason, *self.screen.remarks) if text]
        return reduce(lambda first, second: self.texts("reason.joined", first=first, second=second), told) if told else ""

    @property
    def counted(self) -> str:
        """What is counted, where it is not the measure's own value."""
        key = rule_of(self.target.period_type).counted_key
        return self.texts(key, reference=self.apart.reference if self.apart else "") if key else ""

    @property
    def moved(self) -> str:
        """What is counted, with its value: 年均增长6.2%, 累计提高1.95岁, 增速高于国内生产总值增速0.7个百分点."""
        value, way = self.assessment.current_value, self.target.period_type
        if self.apart and value is not None:
            return self.apart.moved(value, self.assessment.current_qualifier)
        if (
            self.turned
            and not value
            and self.assessment.current_qualifier is Qualifier.EQ
            and f"service.even_{way}" in self.texts
        ):
            return self.texts(f"service.even_{way}")
        key = f"service.turned_{way}" if self.turned else f"service.moved_{way}"
        directed = self.spoken.course and value and key in self.texts
        return self.texts(key if directed else "service.moved", counted=self.counted, current=self.current)

    @cached_property
    def apart(self) -> Apart | None:
        """How far a change is from that of another measure; None where it is held against none."""
        return apart_of(self.texts, self.target, self.wording.catalog, self.measure, self.assessment.year)

    @property
    def turned(self) -> bool:
        """Whether a sentence puts the sign of a rate in words, which a table does not."""
        return self.spoken.course in _IN_A_SENTENCE_ONLY

    @property
    def of_a_change(self) -> bool:
        """Whether a sentence tells a rise or a fall, or how far a change is from another's."""
        return self.apart is not None or self.spoken.course is not None

    @cached_property
    def spoken(self) -> Measure:
        """The measure as a sentence on a change says it; else the measure."""
        return spoken(self.texts, self.target, self.wording.catalog.measures[self.target.measure_id])

    @property
    def current(self) -> str:
        """The current value as a sentence says it, its qualifier in words: 达25.8%以上, 约为13万人."""
        if self.assessment.current_value is None:
            return ""
        value = self.texts.quantity(self.assessment.current_value, self.measure)
        if self.milestone:
            return value
        if self.spoken.course and self.assessment.current_value:
            return self._directed(self.assessment.current_value, self.assessment.current_qualifier)
        return self.texts(f"service.stated_{self.assessment.current_qualifier}", value=value)

    def _directed(self, value: float, qualifier: Qualifier) -> str:
        """A change with its direction in words: 提高1.95岁, 下降2%以内 of at least −2 %."""
        size = self.texts.in_words(abs(value), without_course(self.measure), qualifier.turned if value < 0 else qualifier)
        return said(self.texts, self.spoken, value, size)

    @cached_property
    def document(self) -> str:
        """Title and number of the document that sets the target."""
        return self.wording.document(self.target.source_id)

    @property
    def source(self) -> str:
        """Where the target is set, in one line."""
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
        """The baseline with its date."""
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
        """What is missing, or how far it went past; 无 where nothing is, which only a verdict can say."""
        lacking = missing(self.assessment)
        if lacking is None:
            return ""
        if not lacking:
            return self.texts("service.no_gap") if self.assessment.status in WITH_VERDICT else ""
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
        of_way = "_way" * (self.measure.display_unit == "%")  # of what is itself in per cent, which points are meant
        sides = ("overspent", "spared") if self._of_limit else (f"below{of_way}", f"above{of_way}")
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
        """What is needed per year, or still within the year."""
        return "" if self.milestone else required_text(self.texts, self.assessment, self.measure)

    @property
    def beyond(self) -> str:
        """By how much a value is past the least it must be, where that follows from what is shown beside it."""
        value, target, edge = self.assessment.current_value, self.assessment.target_value, self.assessment.edge
        cut = self.turned and self.assessment.comparator is Comparator.AT_MOST and target < 0
        exact = self.assessment.current_qualifier is Qualifier.EQ and (cut or self.assessment.comparator is Comparator.AT_LEAST)
        if value is None or not exact or self.milestone or self.measure.kind is Kind.RANK or same(value, target):
            return ""
        if self.texts.telling_apart(self.measure, (value, edge)) is not self.texts:
            return ""
        return self.texts("service.beyond", amount=self.texts.gap(abs(value - edge), self.measure))

    @property
    def is_over(self) -> bool:
        """Whether the value is of the last day of what is judged."""
        return self.assessment.current_date == rule_of(self.target.period_type).end(self.target, self.assessment.year)

    @property
    def as_at(self) -> str:
        """The day up to which a value counts, where that is not the end of its period or leaves days of it open."""
        day, done = self.assessment.current_date, self.is_over and self.assessment.complete
        return "" if done or day is None else self.texts("service.as_at", day=told_day(day))

    @property
    def due(self) -> str:
        """By when the target is to be met, where that is not the day of the value itself."""
        period = rule_of(self.target.period_type).period_in_sentence(self.target, self.assessment.year)
        return "" if self.is_over else self.texts("service.due", period=period)

    @property
    def task(self) -> str:
        """What a sum or a yearly share is held against: 年度任务, 五年目标."""
        window = rule_of(self.target.period_type).window(self.target)
        if self.target.period_type.yearly:
            return self.texts("service.task_year")
        if window is None or not _of_whole_years(window) or window.start.year == window.end.year:
            return self.texts("service.task")
        return self.texts("service.task_years", number=ordinal(self.texts.lang, window.end.year - window.start.year + 1))

    @property
    def goal(self) -> str:
        """What is to be reached, without its sign."""
        return self.apart.goal if self.apart else goal_in_a_sentence(self.texts, self.target, self.spoken)

    @property
    def goal_amount(self) -> Amount:
        """The same as a table has it, and in words for a sentence."""
        amount = goal_amount(Amounts(self.texts), self.texts, self.target, self.measure)
        return replace(amount, text=self.apart.goal if self.apart else amount.text, prose=self.goal)

    @property
    def added_up(self) -> str:
        """累计, of what comes together over more than a year."""
        return "" if self.target.period_type.yearly else self.texts("service.added_up")

    @property
    def summed(self) -> str:
        """The value of a sum as a sentence says it: 17.68万人次, 16.8万余人次."""
        value = self.assessment.current_value
        return "" if value is None else self.texts.in_words(value, self.measure, self.assessment.current_qualifier)

    @property
    def so_far(self) -> str:
        """The value with the day up to which it counts."""
        return self.summed + self.as_at

    @property
    def wanted(self) -> str:
        """Which figures are to be had for a verdict, as a phrase; empty where no figure would do."""
        return wanted(self.texts, self.assessment.reason)

    @cached_property
    def sentence(self) -> str:
        """One line as an office would write it, with its full stop."""
        told = self._line_of(f"service.line_{self._line()}", {"subject": self.texts("service.subject", measure=self.spoken)})
        if not self.target.reading:
            return told
        label = self.target.label.in_(self.texts.lang)
        key = "service.on_a_labelled_reading" if label else "service.on_a_reading"
        return self.texts(key, label=label, sentence=told)

    @property
    def clause(self) -> str:
        """The same to follow a sentence on the same measure, which it does not name again; empty where that cannot be."""
        key = f"service.line_{self._line()}"
        if self.target.reading or "subject" not in self.texts.named_in(key):
            return ""
        return self._line_of(key, {"subject": "", "task_of": self.task})

    def _line_of(self, key: str, given: Mapping[str, str]) -> str:
        named = {name: _IN_A_SENTENCE[name](self) for name in self.texts.named_in(key) if name not in given}
        return self.texts(key, **named, **given)

    def _line(self) -> str:
        """Which kind of sentence fits."""
        assessment = self.assessment
        over, lacking = rule_of(assessment.period_type).line(self.measure), missing(assessment)
        if assessment.judgement:
            return "reason"
        if assessment.status is Status.MET:
            return self._met(over)
        if assessment.status in _TOLD_WITH_A_GAP and self.milestone and lacking:
            return "milestone"
        if assessment.status in _TOLD_WITH_A_GAP and gone_past(assessment):
            return f"past{over}"
        if assessment.status in JUDGED_BY_PACE and may_be_lost(assessment) and not lacking:
            return f"kept{over}"
        if assessment.status in JUDGED_BY_PACE and assessment.lead_pp is not None:
            if self._of_limit:
                return "pace_limit"
            return f"pace{self._nothing_yet(over)}{over}" if lacking else f"pace_held{over}"
        if assessment.status in _TOLD_WITH_A_GAP and lacking:
            return (
                "gap_baseline"
                if assessment.status is Status.BASELINE_ONLY and not over
                else f"gap{self._nothing_yet(over)}{over}"
            )
        counted = over if assessment.period_type.of_change else ""
        return f"reason{counted}" if assessment.reason else f"plain{counted}"

    def _nothing_yet(self, over: str) -> str:
        """Of a sum to which nothing has come, of which no share is told."""
        return "_none" if over == "_sum" and not self.assessment.current_value else ""

    def _met(self, over: str) -> str:
        """Of a target that is met: by a day that is still to come, on it, or by a sum and how much of it."""
        if self.milestone:
            return "met_milestone"
        if not over:
            return "met_over" if self.is_over else "met"
        past = self.assessment.comparator is Comparator.AT_LEAST and (self.assessment.completion_pct or 0.0) > _WHOLE_PCT
        return "met_sum_past" if over == "_sum" and past else f"met{over}"


def _of_whole_years(window: Window) -> bool:
    return (window.start.month, window.start.day, window.end.month, window.end.day) == (1, 1, 12, 31)


_IN_A_SENTENCE: Mapping[str, Callable[[Told], object]] = {
    "measure": lambda told: told.spoken,
    "target": lambda told: told.goal,
    "period": lambda told: rule_of(told.target.period_type).period_in_sentence(told.target, told.assessment.year),
    "status": lambda told: status_text(told.texts, told.assessment),
    "reason": lambda told: told.screen.reason,
    "current": lambda told: told.current,
    "day": lambda told: told_day(told.assessment.current_date) if told.assessment.current_date else "",
    "gap": lambda told: told.gap,
    "completion": lambda told: told.progress,
    "lead": lambda told: told.lead,
    "room": lambda told: told.room,
    "limit": lambda told: told.texts.quantity(told.assessment.target_value, told.measure),
    "counted": lambda told: told.counted,
    "moved": lambda told: told.moved,
    "asked": lambda told: told.apart.asked if told.apart else told.goal,
    "verdict": lambda told: told.texts.amid(status_text(told.texts, told.assessment)),
    "beyond": lambda told: told.beyond,
    "as_at": lambda told: told.as_at,
    "task_of": lambda told: told.texts("service.task_of", task=told.task, target=told.goal),
    "task_met": lambda told: told.texts("service.task_met", task=told.task, target=told.goal),
    "due": lambda told: told.due,
    "added": lambda told: told.added_up,
    "sum": lambda told: told.summed,
}
"""What a line may name. Only what one names is worded."""
