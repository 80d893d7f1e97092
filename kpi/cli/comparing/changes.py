"""`changes`: what differs between two moments, days or batches, as tables and as JSON."""

from collections.abc import Sequence
from dataclasses import replace

from kpi import services
from kpi.cli.arguments import WRONG_USAGE
from kpi.cli.opening import DONE, Arguments, actor_of, opened
from kpi.cli.output import result, result_json, tell
from kpi.cli.tables import listed
from kpi.i18n import Texts
from kpi.services import Query
from kpi.views import OF_CHANGES, ChangeRow, ChangesView, figure_rows, goal_rows, standing_rows
from kpi.wire import changes_json


def changes(arguments: Arguments, words: Texts) -> int:
    """What differs, each with its cause."""
    try:
        start, end = (services.point_from(text) if text else None for text in (arguments.start, arguments.end))
    except ValueError:
        tell(words("cli.bad_point"))
        return WRONG_USAGE
    query = Query(region=arguments.region, lamps=arguments.lamps, lang=words.lang)
    with opened(arguments, words) as workspace:
        if arguments.vintages:
            first = replace(end or services.NOW, first=True)
            view = services.changes(workspace, actor_of(), query, first, end or services.NOW)
        else:
            view = services.changes(workspace, actor_of(), query, start, end or services.NOW)
    if arguments.json:
        result_json(changes_json(view))
    else:
        result(changes_text(view, words))
    return DONE


def changes_text(view: ChangesView, words: Texts) -> str:
    """The two views, and a table for each kind of difference there is."""
    said = [words("cli.changes_between", start=view.start.label, end=view.end.label)]
    if view.same:
        return "\n".join([*said, words("cli.changes_none")])
    tables: list[tuple[str, tuple[str, ...], Sequence[ChangeRow]]] = [
        (
            "cli.changes_verdicts",
            ("id", "measure", "period", "before", "after", "cause"),
            standing_rows(words, view, by_date=False),
        ),
        ("cli.changes_targets", ("id", "measure", "before", "after", "cause"), goal_rows(words, view)),
        ("cli.changes_figures", ("measure", "part", "period", "before", "after", "cause"), figure_rows(words, view)),
    ]
    for key, columns, rows in tables:
        if rows:
            said += ["", words(key, count=len(rows)), listed(OF_CHANGES, columns, rows, words)]
    if by_date := standing_rows(words, view, by_date=True):
        table = listed(OF_CHANGES, ("id", "measure", "period", "before", "after"), by_date, words)
        said += ["", words("cli.changes_by_date", count=len(by_date)), table]
    return "\n".join(said)
