"""Supervision (督办): what is owed by when, what becomes of a matter that is to be put right, and who may move it. Pure."""

from kpi.supervision.duties import (
    MOST_DAYS,
    OWED,
    DutyRule,
    DutyState,
    Frequency,
    Subject,
    due_on,
    periods,
    rule_for,
    state_of,
)
from kpi.supervision.rules import ENTRY, FIELDS, NEEDED, NEXT, asked_for, may, next_state, offered, place_for, same_person
