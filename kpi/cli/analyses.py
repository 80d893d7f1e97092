"""The commands that go from verdicts to decisions. Each opens the plan, calls one service and shows what it says."""

from collections.abc import Mapping

from kpi import services
from kpi.cli.comparing.analysis_listings import (
    gaps_text,
    lamps_text,
    members_text,
    quality_text,
    ratios_text,
    rollup_text,
    what_if_text,
)
from kpi.cli.opening import DONE, REFUSED, Arguments, Command, actor_of, opened, query_of
from kpi.cli.output import answer, result, tell
from kpi.i18n import Texts
from kpi.model import Measure
from kpi.wire import gaps_json, lamps_json, members_json, quality_json, rollup_json, what_if_json


def gaps(arguments: Arguments, words: Texts) -> int:
    """What is missing of every open target, and what closing it takes."""
    with opened(arguments, words) as workspace:
        view = services.gap_view(workspace, actor_of(), query_of(arguments, words))
    answer(arguments.json, lambda: gaps_json(view), lambda: gaps_text(view))
    return DONE


def whatif(arguments: Arguments, words: Texts) -> int:
    """A scenario for a ratio; without one, the ratios there are. Refused where the settings make no share."""
    with opened(arguments, words) as workspace:
        ratios = services.testable_ratios(workspace, actor_of())
        if not arguments.ratio:
            result(ratios_text(ratios, words))
            return DONE
        catalog = workspace.catalog.measures
        values = {name: number * _scale(catalog, name) for name, number in arguments.values or ()}
        scenario = services.Scenario(values, dict(arguments.growth or ()), arguments.until)
        view = services.what_if(workspace, actor_of(), query_of(arguments, words), arguments.ratio, scenario)
    for problem in (problem for share in view.shares[:1] for problem in share.problems):
        tell(problem)
    answer(arguments.json, lambda: what_if_json(view), lambda: what_if_text(view, words))
    return REFUSED if view.shares[0].problems else DONE


def rollup(arguments: Arguments, words: Texts) -> int:
    """Targets by category, by responsible unit or as one plan."""
    with opened(arguments, words) as workspace:
        view = services.roll_up(workspace, actor_of(), query_of(arguments, words), services.Grouping(arguments.by))
    answer(arguments.json, lambda: rollup_json(view), lambda: rollup_text(view))
    return DONE


def lamps(arguments: Arguments, words: Texts) -> int:
    """A lamp scheme, what it lights and what hangs by a thread."""
    with opened(arguments, words) as workspace:
        view = services.lamps_view(workspace, actor_of(), query_of(arguments, words), shift=arguments.shift)
    answer(arguments.json, lambda: lamps_json(view), lambda: lamps_text(view, words))
    return DONE


def quality(arguments: Arguments, words: Texts) -> int:
    """What can be doubted about the figures, and what of them is there."""
    with opened(arguments, words) as workspace:
        view = services.quality_view(workspace, actor_of(), query_of(arguments, words))
    answer(arguments.json, lambda: quality_json(view), lambda: quality_text(view, words))
    return DONE


def regions(arguments: Arguments, words: Texts) -> int:
    """The members of a dimension, by default the regions below the one asked for, over one measure."""
    with opened(arguments, words) as workspace:
        actor, query = actor_of(), query_of(arguments, words)
        dimension = arguments.by or next(iter(services.member_dimensions(workspace, actor, query)), "region")
        view = services.members_view(workspace, actor, query, dimension)
        measure = arguments.measure or next((code for code, _ in view.measures), "")
        column = services.member_column(workspace, actor, query, dimension, measure, arguments.period) if measure else None
    answer(
        arguments.json,
        lambda: members_json(view, column),
        lambda: members_text(column, words) if column else words("cli.no_members"),
    )
    return DONE


def _scale(measures: Mapping[str, Measure], name: str) -> float:
    """What one display unit of an input is in base units."""
    measure = measures.get(name.partition(".")[0])
    return float(measure.display_scale) if measure else 1.0


ANALYSES: Mapping[str, Command] = {
    "gaps": gaps,
    "whatif": whatif,
    "rollup": rollup,
    "lamps": lamps,
    "quality": quality,
    "regions": regions,
}
