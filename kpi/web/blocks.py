"""Small blocks that look the same on every page."""

from collections.abc import Callable, Sequence
from typing import Literal

import streamlit as st

from kpi.model import Action, Lamp, Severity, Status
from kpi.services import Quota, handed_out, notices, used_up
from kpi.views import CatchUpView, DocumentView, Standing
from kpi.web.address import choose_many, href
from kpi.web.escape import escape
from kpi.web.markup import block
from kpi.web.past import past_notice
from kpi.web.session import require, words, workspace
from kpi.web.shell.context import plain_line

_OWN_SHAPES = (Status.MISSED, Status.NOT_COMPARABLE, Status.NOT_ASSESSED, Status.PENDING)
_BADGES = {Lamp.BLUE: "blue", Lamp.GREEN: "green", Lamp.YELLOW: "orange", Lamp.RED: "red", Lamp.GREY: "gray"}


def page_header(name: str, title: str = "") -> None:
    """The page's one heading, the demo banner above it where figures are fiction, and below it the moment looked back from.

    `title` is what it is called where it is about one thing among many.
    """
    banner()
    st.title(escape(title) or words()(f"page.{name}"), anchor=False)
    plain_line(name)
    past_notice(name)


def banner() -> None:
    """What every page has to say first: 演示数据, and what was found wrong with the database on opening it."""
    if workspace().store.is_demo:
        st.warning(words()("page.demo"), icon=":material/science:")
    for notice in notices(workspace(), require(Action.VIEW), lang=words().lang):
        if notice.problem.severity is Severity.ERROR:
            st.error(escape(notice.message), icon=":material/error:")
        elif notice.problem.severity is Severity.WARNING:
            st.warning(escape(notice.message), icon=":material/warning:")


def lamp_badge(standing: Standing) -> str:
    """Lamp, shape and word as Markdown."""
    return _badge(standing.lamp, shape(standing.status, standing.lamp), standing.status_text)


def badge(lamp: Lamp, label: str) -> str:
    """A lamp with its shape and a label as Markdown."""
    return _badge(lamp, words()(f"lamp.shape_{lamp}"), label)


def _badge(lamp: Lamp, sign: str, label: str) -> str:
    return f":{_BADGES[lamp]}-badge[{sign} {label}]"


def shape(status: Status, lamp: Lamp) -> str:
    """The sign that says without colour what a lamp says with it; 未完成 and what has no verdict have signs of their own."""
    return words()(f"board.shape_{status}" if status in _OWN_SHAPES else f"lamp.shape_{lamp}")


def catch_up(view: CatchUpView) -> None:
    """What closing a gap takes and where the figures are heading, as text."""
    if not (view.text or view.outlook_text):
        return
    with st.container(border=True, gap="small"):
        if view.text:
            st.markdown(escape(view.text))
        if view.outlook_text:
            st.caption(f":material/trending_up: {escape(view.outlook_text)}")


def choose_natures(standings: Sequence[Standing]) -> list[str]:
    """约束性 or 预期性, where the plan says so of some of its targets; nothing chosen is all of them."""
    text = words()
    natures = list(dict.fromkeys(str(each.target.nature) for each in standings if each.target.nature))
    return choose_many(text("page.nature"), natures, "nature", lambda nature: text(f"nature.{nature}")) if natures else []


def download(
    label: str,
    content: bytes | Callable[[], bytes],
    name: str,
    key: str | None = None,
    media_type: str | None = None,
    icon: str | None = ":material/download:",
    *,
    primary: bool = False,
    costs: Sequence[Quota] = (Quota.DOWNLOADS,),
) -> None:
    """A button that hands out a file, made when it is taken if it is not there yet; taking it does not run the page again.

    Who took which file is on record: a file that was made for somebody before is handed out again without a service. Where
    nothing is left of what it `costs`, the button says so and hands out nothing.
    """
    opened, actor = workspace(), require(Action.VIEW)
    spent = used_up(opened, actor, *costs, lang=words().lang)

    def taken() -> bytes:
        made = content if isinstance(content, bytes) else content()
        handed_out(opened, actor, name)
        return made

    kind: Literal["primary", "secondary"] = "primary" if primary else "secondary"
    st.download_button(
        label,
        taken,
        file_name=name,
        mime=media_type,
        key=key,
        icon=icon,
        on_click="ignore",
        type=kind,
        disabled=bool(spent),
        help=escape(spent) if spent else None,
    )


def marked_document(view: DocumentView) -> None:
    """An attached document, paragraph by paragraph; every catalogued figure is marked and leads to its measure."""
    text = words()
    key = "page.marked_count" if view.not_found else "page.marked_all"
    st.caption(text(key, marked=view.marked, missing=len(view.not_found)))
    if view.not_found:
        st.caption(text("page.not_found", ids=tuple(escape(figure_id) for figure_id in view.not_found)))
    with st.container(height=520, border=True):
        for paragraph in view.paragraphs:
            st.markdown("".join(_segment(part.text, part.measure_id) for part in paragraph))


def _segment(text: str, measure_id: str) -> str:
    if not measure_id:
        return _escape_keeping_space(text)
    return f":blue-background[[{escape(text)}]({href('measure', measure=measure_id)})]"


def _escape_keeping_space(text: str) -> str:
    """Escaped text that keeps a space at either end."""
    inner = escape(text)
    return f"{' ' if text[:1] == ' ' else ''}{inner}{' ' if text[-1:] == ' ' else ''}"


def way_to(page: str, label: str, **parameters: str) -> None:
    """The way to another page in the view looked at."""
    block("way_to", label=label, page=page, parameters=parameters)
