"""Asking the services: views are kept until what they rest on or the day changes; what is refused becomes a sentence."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from typing import Concatenate, ParamSpec, TypeVar

import streamlit as st

from kpi.errors import KpiError
from kpi.model import Actor
from kpi.services import Workspace
from kpi.web.escape import escape
from kpi.web.session import words, workspace

_Asked = ParamSpec("_Asked")
_Answer = TypeVar("_Answer")
_Request = TypeVar("_Request")
_Service = Callable[Concatenate[Workspace, Actor, _Asked], _Answer]


@lru_cache(maxsize=512)
def _all_of(actor: Actor) -> str:
    """An actor is told apart by who it is and all it may do, so that no one is shown what another may see.

    Once for all views of a page: Streamlit would go through every field of every grant for each of them.
    """
    return repr((actor.name, actor.user_id, sorted(map(repr, actor.grants))))


# Views are frozen, so all sessions may share one; hashing them, as st.cache_data would, costs more than making them.
@st.cache_resource(ttl=3600, max_entries=256, show_spinner=False, hash_funcs={Actor: _all_of, frozenset: sorted})
def _kept(versions: tuple[object, ...], actor: Actor, service: str, asked: object, _make: Callable[[], _Answer]) -> _Answer:
    return _make()


# Files are megabytes, where views are kilobytes: few are kept.
@st.cache_resource(ttl=3600, max_entries=16, show_spinner=False, hash_funcs={Actor: _all_of, frozenset: sorted})
def _kept_file(
    versions: tuple[object, ...], actor: Actor, service: str, asked: object, _make: Callable[[], _Answer]
) -> _Answer:
    return _make()


def later(
    service: _Service[_Asked, _Answer], actor: Actor, *asked: _Asked.args, **named: _Asked.kwargs
) -> Callable[[], _Answer]:
    """What makes a file when somebody takes it and not before, once for all who ask the same.

    What it depends on is settled here: by the time a button is pressed there is no session to ask.
    """
    opened = workspace()
    make = partial(service, opened, actor, *asked, **named)
    return partial(_kept_file, _versions(opened), actor, service.__name__, (asked, named), make)


def each_later(
    service: Callable[[Workspace, Actor, _Request, str], _Answer], actor: Actor, asked: _Request, forms: Iterable[str]
) -> dict[str, Callable[[], _Answer]]:
    """The same for several files of one request, by their form: what they depend on is settled once for all of them."""
    opened = workspace()
    versions, name = _versions(opened), service.__name__
    return {
        form: partial(_kept_file, versions, actor, name, (asked, form), partial(service, opened, actor, asked, form))
        for form in forms
    }


def view(service: _Service[_Asked, _Answer], actor: Actor, *asked: _Asked.args, **named: _Asked.kwargs) -> _Answer:
    """What a service answers now, to everybody who may see as much: it is not told who asks."""
    opened, eyes = workspace(), actor.as_eyes
    return _kept(_versions(opened), eyes, service.__name__, (asked, named), partial(service, opened, eyes, *asked, **named))


def mine(service: _Service[_Asked, _Answer], actor: Actor, *asked: _Asked.args, **named: _Asked.kwargs) -> _Answer:
    """What a service answers to whoever asks and to nobody else."""
    opened = workspace()
    return _kept(_versions(opened), actor, service.__name__, (asked, named), partial(service, opened, actor, *asked, **named))


def kept(actor: Actor, name: str, asked: object, make: Callable[[], _Answer]) -> _Answer:
    """What `make` makes of what services answer now; with `name`, `asked` says all that it depends on besides.

    It is kept for all who may see as much as the actor: what is about a person is not to be kept so.
    """
    return _kept(_versions(workspace()), actor.as_eyes, name, asked, make)


def _versions(opened: Workspace) -> tuple[object, ...]:
    """All that an answer rests on besides what is asked."""
    store = opened.store
    return (
        str(store.path),
        opened.plan_id,
        store.plan_version,
        store.data_version,
        store.documents_version,
        store.reading_version,
        store.templates_version,
        store.approval_version,
        store.duties_version,
        store.people_version,
        store.remarks_version,
        store.outbox_version,
        opened.today,
    )


@contextmanager
def attempt(*, again: bool = True) -> Iterator[None]:
    """Does something, after which the page runs anew, or goes on; where it is refused, the page says why and stays as it is."""
    try:
        yield
    except KpiError as error:
        st.error(escape(words().message(error.message)))
    else:
        if again:
            st.rerun()


def remember(done: str) -> None:
    """What the next run of the page is to say of what was just done."""
    st.session_state["done"] = done


def say_done(icon: str | None = None) -> bool:
    """Says what the run before this one did; whether there was anything."""
    done = st.session_state.pop("done", "")
    if done:
        st.success(done, icon=icon)
    return bool(done)
