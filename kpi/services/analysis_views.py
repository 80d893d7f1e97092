"""What the services that go from verdicts to decisions hand out: numbers beside their texts, as in `views`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kpi.analysis import Column, Contribution, Grouping, Input, Path, Rollup, ShareOutcome, Shift, SumCheck
from kpi.model import Lamp, Measure
from kpi.services.views import Standing, StatusView


@dataclass(frozen=True, slots=True)
class InputView:
    """A numerator or denominator of a scenario, and where its start comes from."""

    each: Input
    name: str
    start_text: str
    """The newest figure with mark and unit, or that there is none."""
    source: str
    derived: bool
    """推算: worked out by the catalog and never published."""


@dataclass(frozen=True, slots=True)
class PathView:
    """One way to a target, in words."""

    path: Path
    name: str
    numerator_text: str
    more_text: str
    per_year_text: str
    """Empty where no time is left."""


@dataclass(frozen=True, slots=True)
class ShareView:
    """What a scenario makes of one share."""

    outcome: ShareOutcome
    name: str
    target_text: str
    """Empty where there is no target."""
    deadline_text: str
    now_text: str
    """Numerator ÷ denominator as they stand; empty where that says nothing."""
    then_text: str
    paths: tuple[PathView, ...]
    sentences: tuple[str, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhatIfView:
    """A scenario for a ratio and those it is linked with, the one asked for first."""

    status: StatusView
    ratio: Measure
    inputs: tuple[InputView, ...]
    shares: tuple[ShareView, ...]
    end: date
    first_year: int
    changed: bool
    """Whether anything differs from the figures as they are."""


@dataclass(frozen=True, slots=True)
class SchemeView:
    """A lamp scheme's code and name."""

    scheme: str
    name: str


@dataclass(frozen=True, slots=True)
class RuleView:
    """A line of a lamp scheme in words."""

    number: int
    condition: str
    lamp: Lamp
    lamp_text: str
    note: str


@dataclass(frozen=True, slots=True)
class LampRow:
    """A target with a lead, and its lamp under every scheme."""

    standing: Standing
    lead_text: str
    """By the clock of the scheme asked for, in percentage points."""
    rule_number: int | None
    """The line that decided; None if none fitted."""
    lamps: tuple[Lamp, ...]
    """In the order of the schemes."""


@dataclass(frozen=True, slots=True)
class ShiftView:
    """A threshold moved, and what that changes, in one line."""

    shift: Shift
    text: str


@dataclass(frozen=True, slots=True)
class LampsView:
    """One lamp scheme: its lines, the lamps it lights, and what hangs by a thread."""

    status: StatusView
    scheme: SchemeView
    schemes: tuple[SchemeView, ...]
    rules: tuple[RuleView, ...]
    clock: str
    """How the scheme counts the time that has gone."""
    counts: tuple[tuple[Lamp, int], ...]
    rows: tuple[LampRow, ...]
    shifts: tuple[ShiftView, ...]


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group of targets in words, its targets worst first."""

    rollup: Rollup
    name: str
    headline: str
    without_verdict: str
    score: str
    """Points with what is left out and what they would hide; empty where no target has a weight."""
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class RollupView:
    """All groups, those with most missed and lagging targets first."""

    status: StatusView
    grouping: Grouping
    groups: tuple[GroupView, ...]


@dataclass(frozen=True, slots=True)
class MemberTable:
    """Members by measures, each measure over its newest period."""

    members: tuple[str, ...]
    """Names, in the order of the columns' arrays."""
    columns: tuple[Column, ...]
    names: tuple[str, ...]
    periods: tuple[str, ...]
    units: tuple[str, ...]
    left_out: int
    """Measures with figures that did not fit."""


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One member's figure of one measure; base units, None where nothing is reported or it cannot be said."""

    code: str
    name: str
    value: float | None
    value_text: str
    rank: int | None
    share: float | None
    """Of the whole, 0–1."""
    share_text: str
    lacking: float | None
    """What it lacks of the whole's target; negative where it is ahead."""
    lacking_text: str
    standing: Standing | None
    """Only where a target names this member."""
    source: str
    counted: bool
    """Whether it is one of those that add up to the whole."""


@dataclass(frozen=True, slots=True)
class ColumnView:
    """One measure over all members."""

    column: Column
    name: str
    period: str
    """The period shown, by its code."""
    periods: Mapping[str, str]
    """Every period there is, code and name, newest first."""
    whole_text: str
    whole_note: str
    """What the whole has over the period and where that is from, in one sentence."""
    check_text: str
    """Whether the members add up to the whole; empty for what is not added up."""
    check: SumCheck | None
    contribution: Contribution | None
    contribution_note: str
    rows: tuple[MemberRow, ...]


@dataclass(frozen=True, slots=True)
class MembersView:
    """The members of a dimension side by side."""

    status: StatusView
    dimension: str
    categories: tuple[tuple[str, str], ...]
    """Code and name of the categories that have figures of members."""
    measures: tuple[tuple[str, str], ...]
    """Code and name of the measures (of the category asked for) that have figures of members."""
    table: MemberTable | None
    """None where no member has a figure."""
