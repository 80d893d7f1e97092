"""A problem in words, as it is written into a table that goes back."""

from dataclasses import dataclass

from kpi.model import Problem


@dataclass(frozen=True, slots=True)
class Remark:
    """A problem in words."""

    problem: Problem
    severity: str
    message: str
    suggestion: str

    @property
    def text(self) -> str:
        """All of it in one line."""
        return f"{self.severity}：{self.message}" + (f"。{self.suggestion}" if self.suggestion else "")
