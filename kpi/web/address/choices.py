"""Choices that live in the address, by code, so that a link shows a colleague the same view in either language.

Streamlit's own binding would put the shown texts there, and those change with the language.
"""

from collections.abc import Callable, Sequence

import streamlit as st

from kpi.web.escape import escape, plain

_Shown = Callable[[str], str]


def follow_address(name: str, options: Sequence[str], default: str = "") -> None:
    """Makes the state of the choice `name` what the address says, or the address what the state says. Empty means `default`.

    The state is set even to what it is: only then does the browser take the option's text anew, which a change of language or
    of what the option stands for has changed.
    """
    given = st.query_params.get(name)
    if given == "" and default:
        st.session_state[name] = default
    elif given in options:
        st.session_state[name] = given
    elif (kept := st.session_state.get(name)) in options:
        st.session_state[name] = kept
        if kept != default:
            st.query_params[name] = str(kept)
    else:
        st.session_state.pop(name, None)


def choose(label: str, options: Sequence[str], name: str, shown: _Shown) -> str:
    """A select box over codes; `name` is its key and its parameter in the address."""
    follow_address(name, options, next(iter(options), ""))
    return st.selectbox(
        label, options, format_func=lambda code: plain(shown(code)), key=name, on_change=_keep, args=(name, options)
    )


def choose_segment(label: str, options: Sequence[str], name: str, default: str, shown: _Shown) -> str:
    """The same as a row of buttons, one of which is always pressed."""
    follow_address(name, options, default)
    start = None if name in st.session_state else default
    chosen = st.segmented_control(
        label,
        options,
        format_func=lambda code: escape(shown(code)),
        default=start,
        required=True,
        key=name,
        on_change=_keep,
        args=(name, options),
    )
    return chosen or default


def choose_many(label: str, options: Sequence[str], name: str, shown: _Shown, *, named: bool = True) -> list[str]:
    """Any number of codes as pills; in the address they stand with commas between them. `named`: with the label above."""
    key = f"{name}_pills"
    given = [code for code in st.query_params.get(name, "").split(",") if code in options]
    st.session_state[key] = given
    return st.pills(
        label,
        options,
        selection_mode="multi",
        format_func=lambda code: escape(shown(code)),
        key=key,
        on_change=_keep_many,
        args=(name, key),
        label_visibility="visible" if named else "collapsed",
    )


def _keep(name: str, options: Sequence[str]) -> None:
    """A change of language leaves Streamlit with the text that was shown before; only a code goes into the address."""
    if st.session_state[name] in options:
        st.query_params[name] = st.session_state[name]


def _keep_many(name: str, key: str) -> None:
    if st.session_state[key]:
        st.query_params[name] = ",".join(st.session_state[key])
    else:
        st.query_params.pop(name, None)
