"""The commands that go from verdicts to decisions. Each opens the plan, calls one service and shows what it says."""

import argparse
from collections.abc import Callable, Mapping

from kpi import services
from kpi.cli.analysis_listings import gaps_text
from kpi.cli.opening import actor_of, opened, query_of
from kpi.cli.output import result, result_json
from kpi.i18n import Texts

Arguments = argparse.Namespace
Command = Callable[[Arguments, Texts], int]
DONE = 0


def gaps(arguments: Arguments, words: Texts) -> int:
    """What is missing of every open target, and what closing it takes."""
    with opened(arguments, words) as workspace:
        view = services.gap_view(workspace, actor_of(), query_of(arguments, words))
    if arguments.json:
        result_json(services.gaps_json(view))
    else:
        result(gaps_text(view))
    return DONE


ANALYSES: Mapping[str, Command] = {
    "gaps": gaps,
}
