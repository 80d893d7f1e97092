"""Choices and dates of the sidebar and the pages: what is chosen is what is shown, after whatever happens to it."""

import re
from html import unescape
from urllib.parse import parse_qsl

import pytest

from kpi.i18n import texts
from kpi.web import session
from tests.pages.conftest import shown

ZH = texts("zh")


def labelled(kind, label):
    return next(each for each in kind if each.label == label)


@pytest.mark.slow
def test_a_withdrawn_batch_is_no_longer_offered_as_one_that_counts(visit):
    app = visit("upload")
    table = "指标代码,年份,数值,单位\nsubsidized_training,2023,6.2,万人次\n".encode()
    app.file_uploader[0].set_value([("填报.csv", table, "text/csv")]).run()
    labelled(app.button, ZH("page.commit")).click().run()
    app = visit("batches")
    chooser = labelled(app.selectbox, ZH("page.choose_batch"))
    assert (chooser.options, chooser.value) == ([f"2 · 填报.csv · {ZH('service.batch_counts')}"], "2")
    app.text_input(key="withdraw_note").set_value("报错")
    labelled(app.button, ZH("page.withdraw")).click().run()
    chooser = labelled(app.selectbox, ZH("page.choose_batch"))
    assert (chooser.options, chooser.value) == ([f"2 · 填报.csv · {ZH('service.batch_withdrawn')}"], "2")
    assert chooser.proto.raw_value == chooser.options[0]
    assert any("报错" in text for text in shown(app))


@pytest.mark.slow
def test_a_date_typed_is_judged_and_kept_in_the_address(visit):
    app = visit()
    app.text_input(key="as_of_typed").set_value("2026年6月").run()
    assert any("评价截至2026年6月30日" in line.value for line in app.main.html)
    assert app.query_params["as_of"] == "2026-06-30"
    assert app.text_input(key="as_of_typed").value == "2026-06-30"
    app.text_input(key="as_of_typed").set_value("").run()
    assert "as_of" not in app.query_params
    assert any("评价截至2023年6月30日" in line.value for line in app.main.html)


def test_an_empty_date_says_what_it_stands_for_and_shows_no_day(visit):
    app = visit()
    told = {field.key: field.proto.placeholder for field in app.sidebar.text_input}
    told.pop("find")
    assert told == {"as_of_typed": "数据截至日", "known_at_typed": "现在"}


@pytest.mark.slow
def test_a_date_that_is_none_stays_in_its_field_and_is_told(visit):
    app = visit()
    app.text_input(key="as_of_typed").set_value("31/12/2025").run()
    assert app.text_input(key="as_of_typed").value == "31/12/2025"
    assert [info.value.replace("\\", "") for info in app.sidebar.info] == [ZH("page.misread", value="31/12/2025")]
    assert any("评价截至2023年6月30日" in line.value for line in app.main.html)


@pytest.mark.slow
def test_a_change_of_language_leaves_codes_in_the_address(visit):
    app = visit(region="441900", lamps="default")
    app.button_group(key="lang").set_value("en").run()
    assert (app.query_params["region"], app.query_params["lamps"]) == ("441900", "default")
    assert (
        session.workspace().catalog.regions["441900"].name_en
        == labelled(app.selectbox, texts("en")("page.region")).proto.raw_value
    )


def test_an_empty_choice_in_the_address_is_the_default_whatever_was_chosen(visit):
    """What "back" to a page on which nothing was chosen asks for."""
    app = visit("gaps", as_of="2024-12-31", region="441900003")
    for name in ("as_of", "region"):
        app.query_params[name] = ""
    app.run()
    assert app.sidebar.text_input(key="as_of_typed").value == ""
    assert app.sidebar.selectbox(key="region").value == "441900"
    assert any("东莞市 · 数据截至2023年6月30日 · 评价截至2023年6月30日" in line.value for line in app.main.html)
    assert not app.sidebar.info


def test_what_nobody_chose_is_not_put_into_the_address(visit):
    app = visit("gaps")
    app.run()
    assert dict(app.query_params) == {}


def test_another_day_is_the_same_page_with_all_it_was_asked_for(visit):
    app = visit("measure", measure="master_studios_new", as_of="2024-12-31", region="441900003")
    (line,) = (each.value for each in app.main.html if "kpi-context" in each.value)
    days = re.findall(r'<a href="\?([^"]*)"( aria-current="true")?', line)
    asked = [(dict(parse_qsl(unescape(address), keep_blank_values=True)), bool(chosen)) for address, chosen in days]
    kept = {"measure": "master_studios_new", "region": "441900003"}
    assert ({**kept, "as_of": ""}, False) == asked[0]
    assert ({**kept, "as_of": "2025-12-31"}, False) == asked[1]
    assert ({**kept, "as_of": "2024-12-31"}, True) == asked[2]
    assert [chosen for _, chosen in asked].count(True) == 1
