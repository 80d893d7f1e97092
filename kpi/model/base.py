"""What every record is made of: windows, sentences and problems, who asks for what, and how exact a number is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Self


class Severity(StrEnum):
    """Errors refuse, warnings must be confirmed, notes inform."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Action(StrEnum):
    """What an actor may be allowed to do."""

    VIEW = "view"
    EXPORT = "export"
    UPLOAD = "upload"
    REMARK = "remark"
    INSTRUCT = "instruct"
    WITHDRAW = "withdraw"
    REVIEW = "review"
    PUBLISH = "publish"
    ISSUE = "issue"
    ATTACH = "attach"
    ADMINISTER = "administer"
    AUDIT = "audit"


class Qualifier(StrEnum):
    """What the source says about the exactness of a figure (约, 超, 以上, 余)."""

    EQ = "eq"
    GE = "ge"
    GT = "gt"
    LE = "le"
    LT = "lt"
    APPROX = "approx"

    @property
    def turned(self) -> "Qualifier":
        """The mark of what becomes less as the marked number becomes more."""
        return _TURNED.get(self, self)


_TURNED = {
    Qualifier.GE: Qualifier.LE, Qualifier.GT: Qualifier.LT, Qualifier.LE: Qualifier.GE, Qualifier.LT: Qualifier.GT,
}  # fmt: skip


class Certainty(StrEnum):
    """How sure the dates of a figure are; only `unknown` bars a verdict."""

    STATED = "stated"
    INFERRED = "inferred"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Place:
    """What is acted on: figures or targets of units and a region within a plan.

    None stands for any of them, as when a page only asks whether to offer something; nothing (no unit, no region) for the
    plan as a whole, which a role for a part of it does not reach.
    """

    plan_id: str
    units: frozenset[str] | None = None
    region: str | None = None
    helpers: frozenset[str] = frozenset()
    """Units that help with it (协办): it is theirs to look at and to speak about, not to answer for."""

    @classmethod
    def whole(cls, plan_id: str) -> Self:
        """A plan as a whole."""
        return cls(plan_id, frozenset(), "")

    def answered_by(self, named: Iterable[str]) -> "Place":
        """The same where those of its helpers who are named answer for it as well."""
        taken_on = self.helpers & frozenset(named)
        return (
            replace(self, units=(self.units or frozenset()) | taken_on, helpers=self.helpers - taken_on) if taken_on else self
        )

    @property
    def unhelped(self) -> "Place":
        """The same for what only those may do who answer for it."""
        return replace(self, helpers=frozenset()) if self.helpers else self


EVERYWHERE = Place.whole("")
"""Every plan at once: accounts, the audit log and copies of the database have no parts."""


@dataclass(frozen=True, slots=True, order=True)
class Grant:
    """A role given to somebody, for everything or for a part of it."""

    role: str
    """A name of the table in `access`."""
    plan_id: str = ""
    """Empty: every plan."""
    unit: str = ""
    """Empty: every unit."""
    regions: tuple[str, ...] = ()
    """Codes in their order; empty: every region."""

    def covers(self, place: Place | None, *, helping: bool = False) -> bool:
        """Whether the grant reaches a place, or reaches any place at all; `helping`: also one where its unit only helps."""
        if place is None:
            return True
        return (
            self.plan_id in {"", place.plan_id}
            and (not self.unit or place.units is None or self.unit in place.units or (helping and self.unit in place.helpers))
            and (not self.regions or place.region is None or place.region in self.regions)
        )


THE_SYSTEM = "系统"
"""Whose name stands on record where nobody did something: the database was filled, as opening a new one does."""
OF_SYSTEM = "os:"
"""What stands before a user of the system where an account would; no account begins so."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever asks for something."""

    name: str
    grants: frozenset[Grant]
    """There is no default: a door that forgets to say who may what lets nobody in."""
    user_id: str = ""
    """The name of the account; empty for the one local user, who has none."""
    door: str = field(default="", compare=False)
    """Where the actor came in: page, command, api. For the audit log alone, as is the address."""
    address: str = field(default="", compare=False)
    system_user: str = field(default="", compare=False)
    """Whom the system of the machine knows, of who came by the command line: there the name is what they said it is."""

    @property
    def on_record(self) -> str:
        """What goes on record beside the name: the account, or on the command line the system's user, which is no account."""
        return self.user_id or (f"{OF_SYSTEM}{self.system_user}" if self.system_user else "")

    @property
    def as_eyes(self) -> Self:
        """What the actor may see, without who it is: what is shown to one of them may be shown to all of the same grants."""
        return type(self)("", self.grants)


def year_end(year: int) -> date:
    """The last day of a year."""
    return date(year, 12, 31)


def ends_year(day: date) -> bool:
    """Whether a day is the last of its year."""
    return day == year_end(day.year)


@dataclass(frozen=True, slots=True)
class Window:
    """Two inclusive dates."""

    start: date
    end: date

    @classmethod
    def of_years(cls, first: int, last: int | None = None) -> Self:
        """A year of the calendar, or all from one to another."""
        return cls(date(first, 1, 1), year_end(first if last is None else last))

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
