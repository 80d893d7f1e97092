"""What becomes of a matter that is to be put right (整改): states, what moves one to the next, and who may move it. Pure."""

from kpi.supervision.rules import ENTRY, NEEDED, NEXT, OVER, Event, State, asked_for, may, next_state, offered, same_person
