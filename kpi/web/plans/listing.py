"""Which plan is looked at, and every revision of it, each of which may be taken back."""

from kpi.model import Actor


def plan_line(actor: Actor) -> None:
    """The plan by its name, with how many measures, targets and revisions it has."""


def revision_list(actor: Actor) -> None:
    """Every revision, newest first."""
