"""How a file or one of its cells is refused inside this room: a code, and what goes into its sentence.

`Refused` never leaves the room: for an upload it becomes a `Problem`, for a document an `UnreadableFile`.
"""

from collections.abc import Mapping

from kpi.model import Message


class Refused(Exception):
    """This cannot be read for certain; `code` names the texts `problem.<code>` and `suggestion.<code>`."""

    def __init__(self, code: str, suggestion: Message | None = None, *, row: int | None = None, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.suggestion = suggestion
        self.row = row
        """Row of a text file at which reading stopped, where the whole file is refused."""
        self.values: Mapping[str, object] = values

    @classmethod
    def saying(cls, code: str, suggestion: Message | None, values: Mapping[str, object]) -> "Refused":
        """The same with values that are gathered already."""
        refused = cls(code, suggestion)
        refused.values = values
        return refused


def advice(code: str, /, **values: object) -> Message:
    """What to do about it, as a message."""
    return Message(f"suggestion.{code}", values)
