"""What a form is filled from: a target as it reads now, a question with what it settles. Numbers are as people type them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """One field of a form."""

    column: str
    label: str
    current: str
    """What the table says now, as it would be typed."""
    unit: str = ""
    """What a number is counted in."""
    choices: tuple[tuple[str, str], ...] = ()
    """Codes with their words, where one is to be chosen."""
    fixed: bool = False
    """Whether the document prints it, so that no answer may say otherwise."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A target, figure or measure with the fields that may be said otherwise of it."""

    subject: str
    name: str
    fields: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class TargetForm:
    """A target as it reads now, to be revised or judged."""

    subject: Subject
    goal: str
    """What is to be reached and by when."""
    document: str
    """The document that sets it, with its day."""
    remarks: tuple[str, ...]
    """What it was first."""
    seen: int
    """The newest revision about it; whoever saves says which one they saw."""
    by_rules: bool
    """Whether the rules judge it, so that no person may."""
    standing: str
    """Its verdict with the reason."""


@dataclass(frozen=True, slots=True)
class QuestionForm:
    """An open question with what an answer may settle."""

    question_id: str
    text: str
    subjects: tuple[Subject, ...]
