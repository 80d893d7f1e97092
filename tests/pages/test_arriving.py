"""What whoever has just come is sent first: the page, then the fields of the sidebar, then what is below the first screen."""

import pytest

from kpi.web.shell import arriving


@pytest.fixture
def held_back(monkeypatch):
    """How often, and for how long, a run held back what follows."""
    waits = []
    monkeypatch.setattr(arriving.time, "sleep", waits.append)
    return waits


def test_what_is_below_the_first_screen_is_held_back_once_in_a_session(visit, held_back):
    app = visit()
    assert len(held_back) == 1
    app.text_input(key="as_of_typed").set_value("2026年6月").run()
    app.run()
    assert len(held_back) == 1


def test_a_page_that_ends_early_has_its_fields_all_the_same(visit):
    app = visit("upload")
    assert not app.exception
    assert {field.key for field in app.sidebar.text_input} == {"find", "as_of_typed", "known_at_typed"}


def test_a_page_heeds_the_address_though_its_fields_are_drawn_after_it(visit):
    app = visit(lamps="strict", as_of="2024-12-31")
    assert app.sidebar.text_input(key="as_of_typed").value == "2024-12-31"
    assert any("评价截至2024年12月31日" in block.value for block in app.main.html)
