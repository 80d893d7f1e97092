"""What analysis says, as text for a terminal."""

from collections.abc import Sequence

from kpi.cli.tables import table
from kpi.i18n import Texts
from kpi.model import Measure
from kpi.views import GapView, LampsView, MemberColumn, RollupView, ShareView, WhatIfView


def gaps_text(view: GapView) -> str:
    """A paragraph for every open target, those that are missing most first."""
    views = [*(row.catch_up for row in view.rows), *view.unjudged]
    told = [[f"{each.standing.target.target_id}  {each.text}", each.outlook_text] for each in views]
    return "\n\n".join("\n".join(filter(None, lines)) for lines in told)


def ratios_text(ratios: Sequence[Measure], words: Texts) -> str:
    """The ratios that a scenario can be tried on, or that there is none."""
    if not ratios:
        return words("cli.no_ratios")
    return table(("code", "measure"), [(each.measure_id, each.name(words.lang)) for each in ratios], words)


def what_if_text(view: WhatIfView, words: Texts) -> str:
    """The inputs, and for each share where it goes and what each path to its target takes."""
    inputs = [(each.each.key, each.name, each.start_text, each.source) for each in view.inputs]
    told = [table(("input", "measure", "current", "source"), inputs, words)]
    for share in view.shares:
        told += ["", share.name, *_now_then(share, view, words), *share.problems, *share.sentences]
        if share.paths:
            rows = [(each.name, each.numerator_text, each.more_text, each.per_year_text) for each in share.paths]
            told.append(table(("path", "numerator_then", "more", "more_per_year"), rows, words))
    return "\n".join(told)


def _now_then(share: ShareView, view: WhatIfView, words: Texts) -> list[str]:
    """The share at the start and at the end beside its target, if it has one; nothing where there is no share."""
    if not share.now_text:
        return []
    known = {"now": share.now_text, "then": share.then_text, "day": view.end}
    aimed = words("cli.now_then", target=share.target_text, **known) if share.target_text else ""
    if aimed:
        return [aimed]
    return [words("cli.now_then_elsewhere" if share.outcome.elsewhere else "cli.now_then_no_target", **known)]


def rollup_text(view: RollupView) -> str:
    """For each group its sentences and its targets, worst first."""
    told = []
    for each in view.groups:
        lines = [f"■ {each.name}", each.headline, each.without_verdict, each.score]
        lines += [f"  {one.target.target_id}  {one.status_text}  {one.name}" for one in each.standings]
        told.append("\n".join(filter(None, lines)))
    return "\n\n".join(told)


def lamps_text(view: LampsView, words: Texts) -> str:
    """The scheme's lines in their order, the lamps of the targets, and what changes if a threshold moves."""
    rules = [(str(each.number), each.condition, each.lamp_text, each.note) for each in view.rules]
    leads = {each.standing.target.target_id: each.lead_text for each in view.rows}
    rows = [
        (one.target.target_id, one.name, one.status_text, leads.get(one.target.target_id, ""), words(f"lamp.{one.lamp}"))
        for one in view.status.counted
    ]
    told = [view.scheme.name, view.clock, table(("number", "condition", "lamp", "note"), rules, words), ""]
    told += [table(("target", "measure", "status", "lead", "lamp"), rows, words), "", *(each.text for each in view.shifts)]
    return "\n".join(told)


def members_text(view: MemberColumn, words: Texts) -> str:
    """One measure over all members, by rank; those without a figure last."""
    rows = [
        (
            "" if row.rank is None else str(row.rank),
            row.name,
            row.amount.text or words("analysis.not_reported"),
            row.share.text,
            row.lacking.text,
            row.standing.status_text if row.standing else "",
        )
        for row in view.rows
    ]
    title = f"{view.name}  {view.period_name}"
    told = [title, view.whole_note, view.check_text]
    columns = ("rank", "member", "current", "share", "lacking", "status")
    return "\n".join([*filter(None, told), "", table(columns, rows, words), "", view.contribution_note])
