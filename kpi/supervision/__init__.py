"""What becomes of a matter that is to be put right (整改): what moves it from one state to the next, and who may. Pure."""

from kpi.supervision.rules import ENTRY, FIELDS, NEEDED, asked_for, may, next_state, offered, same_person
