"""What analysis says, as text for a terminal."""

from collections.abc import Sequence

from kpi.cli.tables import listed, named, table
from kpi.i18n import Texts
from kpi.model import Measure
from kpi.views import (
    OF_DOUBTS,
    OF_IDENTITIES,
    OF_PATHS,
    OF_RULES,
    Face,
    GapView,
    LampsView,
    MemberColumn,
    QualityView,
    RollupView,
    ShareView,
    WhatIfView,
    heading,
)


def gaps_text(view: GapView) -> str:
    """A paragraph for every open target, those that are missing most first."""
    views = [*(row.catch_up for row in view.rows), *view.unjudged]
    told = [[f"{closing.standing.target.target_id}  {closing.text}", closing.outlook_text] for closing in views]
    return "\n\n".join("\n".join(filter(None, lines)) for lines in told)


def ratios_text(ratios: Sequence[Measure], words: Texts) -> str:
    """The ratios that a scenario can be tried on, or that there is none."""
    if not ratios:
        return words("cli.no_ratios")
    return table(ratios, words, code=lambda ratio: ratio.measure_id, measure=lambda ratio: ratio.name(words.lang))


def what_if_text(view: WhatIfView, words: Texts) -> str:
    """The inputs, and for each share where it goes and what each path to its target takes."""
    told = [
        table(
            view.inputs,
            words,
            input=lambda row: row.given.key,
            measure=lambda row: row.name,
            current=lambda row: row.start_text,
            source=lambda row: row.source,
        )
    ]
    for share in view.shares:
        told += ["", share.name, *_now_then(share, view, words), *share.problems, *share.sentences]
        if share.paths:
            told.append(listed(OF_PATHS, ("path", "numerator_then", "more", "more_per_year"), share.paths, words))
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
    for group in view.groups:
        lines = [f"■ {group.name}", group.headline, group.without_verdict, group.score]
        lines += [f"  {row.target.target_id}  {row.status_text}  {row.name}" for row in group.standings]
        told.append("\n".join(filter(None, lines)))
    return "\n\n".join(told)


def lamps_text(view: LampsView, words: Texts) -> str:
    """The scheme's lines in their order, the lamps of the targets, and what changes if a threshold moves."""
    leads = {row.standing.target.target_id: row.lead_text for row in view.rows}
    lamps = table(
        view.status.counted,
        words,
        target=lambda standing: standing.target.target_id,
        measure=lambda standing: standing.name,
        status=lambda standing: standing.status_text,
        lead=lambda standing: leads.get(standing.target.target_id, ""),
        lamp=lambda standing: words(f"lamp.{standing.lamp}"),
    )
    rules = listed(OF_RULES, ("number", "condition", "lamp", "note"), view.rules, words)
    return "\n".join([view.scheme.name, view.clock, rules, "", lamps, "", *(shift.text for shift in view.shifts)])


def members_text(view: MemberColumn, words: Texts) -> str:
    """One measure over all members, by rank; those without a figure last."""
    members = table(
        view.rows,
        words,
        rank=lambda row: "" if row.rank is None else str(row.rank),
        member=lambda row: row.name,
        current=lambda row: row.amount.text or words("analysis.not_reported"),
        share=lambda row: row.share.text,
        lacking=lambda row: row.lacking.text,
        status=lambda row: row.standing.status_text if row.standing else "",
    )
    title = f"{view.name}  {view.period_name}"
    return "\n".join([*filter(None, (title, view.whole_note, view.check_text)), "", members, "", view.contribution_note])


_DOUBTS = ("doubt_kind", "measure", "region", "part", "period", "value", "doubt", "to_check", "source")
_IDENTITIES = ("identity", "region", "period", "left", "right", "difference", "allowed", "agreement")


def quality_text(view: QualityView, words: Texts) -> str:
    """The sentence and a table each."""
    told = [view.sentence]
    if view.doubts:
        told += ["", listed(OF_DOUBTS, _DOUBTS, view.doubts, words)]
    if view.identities:
        told += ["", listed(OF_IDENTITIES, _IDENTITIES, view.identities, words)]
    if view.measures:
        rows = [[row.measure, *row.texts] for row in view.measures]
        told += ["", named([heading(words, "measure", Face.CLI), *map(str, view.years)], rows)]
    if view.places:
        rows = [[row.region, *row.texts] for row in view.places]
        told += ["", named([heading(words, "region", Face.CLI), *map(str, view.years)], rows)]
    return "\n".join(told)
