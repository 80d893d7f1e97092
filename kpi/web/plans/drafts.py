"""A form that says what saving it would do before it saves, saves once, and keeps what was typed until then.

What was typed lives in fields whose keys name the round; saving begins a new round with empty fields. What a run has done is
noted at once in a plain object of the session: a second click, which cuts that run short, finds it done.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import streamlit as st

from kpi import services
from kpi.errors import CatalogRefused, KpiError
from kpi.model import Actor
from kpi.services import CheckedRevision
from kpi.views import Effect, ProblemView, word_problem
from kpi.web.approval.correcting import CORRECTING, corrected
from kpi.web.escape import escape
from kpi.web.session import words, workspace
from kpi.web.tables import show

Checked = tuple[Sequence[ProblemView], CheckedRevision | None]


@dataclass
class Draft:
    """One form of one session. Nothing of Streamlit is called between a change of the plan and the notes on it here."""

    round: int = 0
    asked: Hashable = None
    """What was checked last, and for which figures and plans."""
    problems: Sequence[ProblemView] = ()
    checked: CheckedRevision | None = None
    effects: tuple[Effect, ...] = ()
    refused: str = ""
    shown: Hashable = None
    """What the effect that was on screen last is of: nothing else is saved."""
    saved: str = ""
    """What is to be said of what was saved."""
    seen: dict[str, int] = field(default_factory=dict)
    """For each target the revision that its fields were first filled in beside."""


def draft_of(name: str) -> Draft:
    """The form called `name`, as far as this session has come with it."""
    draft: Draft = st.session_state.setdefault(f"draft_{name}", Draft())
    return draft


def say_saved() -> Iterator[Draft]:
    """Says what was saved last, and yields the drafts it was said of."""
    for key in list(st.session_state):
        draft = st.session_state[key] if str(key).startswith("draft_") else None
        if isinstance(draft, Draft) and draft.saved:
            st.success(escape(draft.saved), icon=":material/check_circle:")
            yield draft


def text_field(
    draft: Draft, name: str, label: str, placeholder: str = "", *, long: bool = False, note: str | None = None
) -> str:
    """A field whose text stays until the form is saved, wherever its owner goes meanwhile."""
    kind, key = (st.text_area if long else st.text_input), f"{name}_{draft.round}"
    return str(kind(label, key=key, placeholder=placeholder, help=note, max_chars=500, persist_state="session") or "").strip()


def settle(name: str, actor: Actor, said: Hashable, check: Callable[[], Checked]) -> None:
    """Says what saving what was `said` would do, and saves it on demand."""
    draft, text = draft_of(name), words()
    asked = (said, workspace().plan_id, workspace().store.data_version, text.lang)
    if draft.asked != asked:
        _check(draft, actor, asked, check)
    if draft.refused:
        st.error(escape(draft.refused), icon=":material/block:")
    problem_list(draft.problems)
    if draft.checked is None:
        return
    effect_table(draft.effects)
    waits = services.is_proposed(workspace(), actor, draft.checked)
    label, icon = (text("page.submit"), ":material/send:") if waits else (text("page.plans_save"), ":material/check:")
    clicked = st.button(label, type="primary", icon=icon, key=f"save_{name}_{draft.round}")
    if clicked and draft.shown == asked:
        _save(draft, actor, draft.checked)
    elif clicked:
        st.info(text("page.plans_look_again"), icon=":material/visibility:")
    draft.shown = asked


def _check(draft: Draft, actor: Actor, asked: Hashable, check: Callable[[], Checked]) -> None:
    text = words()
    draft.asked, draft.problems, draft.checked, draft.effects, draft.refused = asked, (), None, (), ""
    try:
        draft.problems, draft.checked = check()
        if draft.checked:
            draft.effects = services.effects(workspace(), actor, draft.checked, lang=text.lang)
    except CatalogRefused as refused:
        draft.problems = [word_problem(text, replace(problem, row=None, column="")) for problem in refused.problems]
    except KpiError as error:
        draft.refused = text.message(error.message)


def _save(draft: Draft, actor: Actor, checked: CheckedRevision) -> None:
    opened, text = workspace(), words()
    try:
        if services.is_proposed(opened, actor, checked):
            said = text("page.submitted", number=services.propose(opened, actor, checked, number=corrected()))
        else:
            said = text("page.plans_saved", revision=services.make_revision(opened, actor, checked))
    except KpiError as error:
        st.error(escape(text.message(error.message)), icon=":material/block:")
        return
    draft.round += 1
    draft.asked = draft.shown = draft.checked = None
    draft.problems, draft.effects, draft.seen = (), (), {}
    draft.saved = said
    st.query_params.pop(CORRECTING, None)
    st.rerun()


def still_missing(wanted: Mapping[str, object]) -> bool:
    """Whether one of the fields, by their labels, is still empty; which, is said."""
    text = words()
    empty = [label for label, value in wanted.items() if not value]
    if empty:
        st.caption(text("page.plans_missing", fields=tuple(empty)))
    return bool(empty)


def problem_list(problems: Sequence[ProblemView]) -> None:
    """Problems, each with the typed row it is of."""
    text = words()
    for problem in problems:
        place = text("page.plans_row", row=problem.problem.row) if problem.problem.row else ""
        said = " · ".join(filter(None, (place, problem.problem.column, problem.message)))
        (st.error if problem.refuses else st.warning)(escape(said))


def effect_table(effects: Sequence[Effect]) -> None:
    """Every target that would read otherwise, before and after."""
    text = words()
    st.markdown(f"**{text('page.plans_effect')}**")
    if not effects:
        st.info(text("page.plans_no_effect"), icon=":material/info:")
        return
    differing = [
        column for column in _TOLD if column == "status" or any(len(set(_told(column, effect))) > 1 for effect in effects)
    ]
    show(
        effects,
        text("page.plans_effect"),
        measure=lambda effect: escape(f"{effect.target_id} · {effect.name}"),
        **{column: partial(_cell, column) for column in differing},
    )


_TOLD = {"status": "status", "target": "goal", "gap": "gap", "lead_pp": "lead", "required": "required"}
"""Columns of effects, by the keys of their headings, and what they tell; all but the verdict only where something differs."""


def _told(column: str, effect: Effect) -> tuple[str, str]:
    """A column of an effect before and after."""
    return getattr(effect.before, _TOLD[column]), getattr(effect.after, _TOLD[column])


def _cell(column: str, effect: Effect) -> str:
    return _both(*_told(column, effect))


def _both(before: str, after: str) -> str:
    """A cell before and after; once where it stays."""
    none = words()("value.none")
    if before == after:
        return escape(before) or none
    return f"{escape(before) or none} → **{escape(after) or none}**"
