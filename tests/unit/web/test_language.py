"""Which language a page speaks."""

import pytest
import streamlit as st

from kpi.web.session import language


@pytest.mark.parametrize(
    ("chosen", "address", "spoken"),
    [("", "", "zh"), ("", "en", "en"), ("en", "", "en"), ("zh", "en", "zh"), ("", "tlh", "zh")],
)
def test_what_was_chosen_comes_before_the_address_and_that_before_the_settings(monkeypatch, chosen, address, spoken):
    monkeypatch.setattr(st, "session_state", {"lang": chosen})
    monkeypatch.setattr(st, "query_params", {"lang": address})
    assert language() == spoken


def test_where_nothing_is_chosen_the_settings_say_it(monkeypatch):
    monkeypatch.setattr(st, "session_state", {})
    monkeypatch.setattr(st, "query_params", {})
    monkeypatch.setenv("KPI_LANG", "en")
    assert language() == "en"
