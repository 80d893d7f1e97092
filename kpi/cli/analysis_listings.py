"""What analysis says, as text for a terminal."""

from kpi.services import GapView


def gaps_text(view: GapView) -> str:
    """A paragraph for every open target, those that are missing most first."""
    views = [*(row.catch_up for row in view.rows), *view.unjudged]
    told = [[f"{each.standing.target.target_id}  {each.text}", each.outlook_text] for each in views]
    return "\n\n".join("\n".join(filter(None, lines)) for lines in told)
