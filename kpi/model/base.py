"""What every record is made of: windows, sentences and problems, who asks for what, and how exact a number is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Severity(StrEnum):
    """Errors refuse, warnings must be confirmed, notes inform."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Action(StrEnum):
    """What an actor may be allowed to do."""

    VIEW = "view"
    UPLOAD = "upload"
    WITHDRAW = "withdraw"
    EXPORT = "export"
    ISSUE = "issue"
    ATTACH = "attach"
    ADMINISTER = "administer"


class Qualifier(StrEnum):
    """What the source says about the exactness of a figure (约, 超, 以上, 余)."""

    EQ = "eq"
    GE = "ge"
    GT = "gt"
    LE = "le"
    LT = "lt"
    APPROX = "approx"


class Certainty(StrEnum):
    """How sure the dates of a figure are; only `unknown` bars a verdict."""

    STATED = "stated"
    INFERRED = "inferred"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever asks for something."""

    name: str
    roles: frozenset[str]
    """Names of the table in `access`. There is no default: a door that forgets to say who may what lets nobody in."""


@dataclass(frozen=True, slots=True)
class Window:
    """Two inclusive dates."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """Number of days, both ends included."""
        return (self.end - self.start).days + 1

    def contains(self, other: "Window") -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence not yet worded: a key of i18n and the values that go into it."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)
    """Strings, integers, dates, `Window`, `Quantity`, other messages, or tuples of these."""


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A text of the plan: in Chinese, in English where its file has that, and in further languages that have a column."""

    zh: str = ""
    en: str = ""
    further: tuple[tuple[str, str], ...] = ()
    """Texts by the code of their language."""

    def in_(self, lang: str) -> str:
        """The text in `lang`; the Chinese one where there is no other."""
        texts = (("zh", self.zh), ("en", self.en), *self.further)
        return next((text for code, text in texts if code == lang and text), self.zh)


UNSAID = Bilingual()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a table or a catalog: where, what, and what to do about it."""

    severity: Severity
    code: str
    """Also the key of its message in i18n: `problem.<code>`, and of its suggestion: `suggestion.<code>`."""
    file: str = ""
    sheet: str = ""
    row: int | None = None
    """As the user sees it in Excel."""
    column: str = ""
    value: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    """What goes into the message."""
    suggestion: Message | None = None
