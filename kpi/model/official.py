"""What makes a report an official document (公文) beside its text, as it is to be printed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

FORM_TEXTS = ("addressee", "signatory", "annex_note", "copy_to")
"""The fields that a plan says for all its reports, by the columns of its file."""


@dataclass(frozen=True, slots=True)
class OfficialForm:
    """To whom a report goes and who signs it. What is empty is a place to fill in; what is a dash is left out."""

    addressee: str = ""
    """主送机关, without its colon."""
    signatory: str = ""
    """发文机关署名."""
    signed_on: date | None = None
    """成文日期, of one report; a plan has none."""
    annex_note: str = ""
    """附件说明: what is enclosed beside what the report annexes itself, with a semicolon between them."""
    copy_to: str = ""
    """抄送机关, without its full stop."""

    @property
    def texts(self) -> dict[str, str]:
        """What a plan says for all its reports, by the columns of its file."""
        own = {"addressee": self.addressee, "signatory": self.signatory}
        return own | {"annex_note": self.annex_note, "copy_to": self.copy_to}

    @classmethod
    def of(cls, texts: Mapping[str, str], signed_on: date | None = None) -> Self:
        """The form that says these texts, by the columns of the plan's file."""
        addressee, signatory, annex_note, copy_to = (texts.get(column, "") for column in FORM_TEXTS)
        return cls(addressee, signatory, signed_on, annex_note, copy_to)


BLANK_FORM = OfficialForm()
"""Where nothing is said."""
