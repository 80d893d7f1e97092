"""Where a document prints what is looked for in it: in its own section first, each place given away once."""

from kpi.ingest.documents import Printed, find_printed, section_span

TWICE = "一、甲\n有2名。\n二、乙\n（一）一是丙，有2名。二是丁，又有2名。\n"


def found(text, *wanted):
    """Id → what stands before the place, back to the last stop."""
    places = find_printed(text, [Printed(*each) for each in wanted])
    return {place.id: text[: place.start].replace("\n", "").rpartition("。")[2] for place in places}


def test_a_figure_is_looked_for_in_its_own_section():
    assert found(TWICE, ("X", "2名", "二（一）二")) == {"X": "二是丁，又有"}
    assert found(TWICE, ("X", "2名", "二（一）一")) == {"X": "二、乙（一）一是丙，有"}
    assert found(TWICE, ("X", "2名", "一")) == {"X": "一、甲有"}


def test_each_place_is_given_away_once_in_the_order_of_the_catalog():
    assert found(TWICE, ("A", "2名", ""), ("B", "2名", ""), ("C", "2名", "")) == {
        "A": "一、甲有",
        "B": "二、乙（一）一是丙，有",
        "C": "二是丁，又有",
    }


def test_where_a_section_is_not_recognised_the_whole_text_is_searched():
    assert found("没有标题，共2名。", ("X", "2名", "三（二）")) == {"X": "没有标题，共"}


def test_a_longer_number_is_no_place():
    assert found("12名、2.2名、2名", ("X", "2名", "")) == {"X": "12名、2.2名、"}
    assert found("20、2.5、2", ("X", "2", "")) == {"X": "20、2.5、"}
    assert found("只有12名", ("X", "2名", "")) == {}


def test_a_section_runs_to_the_next_heading_of_its_level_or_above():
    first, last = section_span(TWICE, "二（一）一")
    assert TWICE[first:last] == "一是丙，有2名。"
    assert section_span(TWICE, "") == (0, len(TWICE))
