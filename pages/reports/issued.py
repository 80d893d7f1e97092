"""发出台账: every report that was issued, its files as they left, and what has changed since."""

import streamlit as st

from kpi import services, web
from kpi.model import Action

actor = web.require(Action.VIEW)
text = web.words()
web.page_header("issued")
ledger = services.issued_reports(web.workspace(), actor)
if not ledger:
    st.info(text("page.none_issued"))
    web.way_to("export", text("page.go_export"))
    web.end_page()
web.ledger_table(ledger)

st.subheader(text("page.one_issued"), anchor=False)
views = {str(issued.record.report_id): issued for issued in ledger}
chosen = web.choose(
    text("page.choose_issued"), list(views), "number", lambda number: f"{number} · {views[number].record.title}"
)
view = views[chosen]
with st.container(border=True):
    st.markdown(
        text(
            "page.issued_facts",
            user=web.escape(view.record.issued_by),
            moment=view.issued_at,
            day=view.record.as_of,
            version=view.record.data_version,
        )
    )
    if view.record.note:
        st.markdown(web.escape(view.record.note))
    web.issued_downloads(actor, view)
    web.page_as_known(view)

st.subheader(text("page.issued_today"), anchor=False)
web.comparison(web.mine(services.compare_issued, actor, view.record.report_id))
