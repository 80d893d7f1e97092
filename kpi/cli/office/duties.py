"""Duties on the command line: what is owed and by whom, what is asked, and handing over."""

from collections.abc import Mapping
from dataclasses import asdict

from kpi import services
from kpi.cli.opening import DONE, Arguments, Command, actor_of, opened
from kpi.cli.output import answer, tell
from kpi.cli.tables import table
from kpi.i18n import Texts
from kpi.services import DutyRule, Frequency
from kpi.views import DutiesView, DutyRow


def duties(arguments: Arguments, words: Texts) -> int:
    """Everything that is owed; or says how often and by when is reported."""
    with opened(arguments, words) as workspace:
        actor = actor_of(arguments.user)
        if arguments.frequency:
            rule = DutyRule(
                Frequency(arguments.frequency),
                arguments.days,
                arguments.measure,
                arguments.unit,
                arguments.region or "",
                arguments.places,
            )
            services.set_duty_rule(workspace, actor, rule, arguments.note)
            tell(words("duties.set_done"))
        view = services.duties(workspace, actor, lang=words.lang)
    rows = tuple(row for row in view.owed if arguments.of in ("", *row.accounts))
    answer(arguments.json, lambda: _json(view), lambda: _text(view, rows, words))
    return DONE


def _json(view: DutiesView) -> object:
    """Every figure and period, as of a day; dates are ISO."""
    return {"day": view.day.isoformat(), "duties": [_row(row) for row in view.rows]}


def _row(row: DutyRow) -> object:
    return {
        "measure_id": row.measure_id,
        "region_code": row.region_code,
        "units": list(row.units),
        "window_start": row.period.start.isoformat(),
        "window_end": row.period.end.isoformat(),
        "due": row.due.isoformat(),
        "state": str(row.state),
        "days_over": row.days_over,
        "people": list(row.accounts),
    }


def _text(view: DutiesView, rows: tuple[DutyRow, ...], words: Texts) -> str:
    told = table(
        rows,
        words,
        state=lambda row: row.state_text,
        due=lambda row: row.due.isoformat(),
        measure=lambda row: row.measure,
        period=lambda row: row.period_text,
        unit=lambda row: row.holder_text,
        person=lambda row: "、".join(row.people),
    )
    return f"{view.told}\n{told}" if rows else view.told


def handover(arguments: Arguments, words: Texts) -> int:
    """Gives one person's duties to another."""
    with opened(arguments, words) as workspace:
        actor = actor_of(arguments.user)
        handed = services.hand_over(workspace, actor, arguments.giver, arguments.taker, arguments.note)
    held = words.tally({f"duties.handed_{what}": number for what, number in asdict(handed).items()})
    tell(words("duties.handed", held=held, giver=arguments.giver, taker=arguments.taker))
    return DONE


DUTIES: Mapping[str, Command] = {"duties": duties, "handover": handover}
