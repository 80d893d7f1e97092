"""The page that asks the plan's views in SQL."""

import pytest

from tests.pages.conftest import shown


def ask(visit, statement):
    app = visit("query")
    app.text_area(key="statement").set_value(statement)
    return app.button[0].click().run()


@pytest.mark.slow
def test_a_question_is_answered_from_the_live_data(visit):
    app = ask(visit, "select count(*) as n from targets where load = 'primary'")
    assert not app.error
    assert [list(each.value.iloc[0]) for each in app.table] == [["31"]]
    assert any("共1行" in text for text in shown(app))


def test_what_may_not_be_read_is_said_and_the_page_stays(visit):
    app = ask(visit, "from events")
    assert ["events" in each.value for each in app.error] == [True]
    assert [each.value for each in app.title] == ["查询"]


def test_two_columns_of_one_name_are_told_apart(visit):
    app = ask(visit, "select 1 as a, 2 as a")
    assert [list(each.value.columns) for each in app.table] == [["a", r"a \(2\)"]]
