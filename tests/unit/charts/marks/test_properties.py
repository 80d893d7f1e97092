"""Whatever a target, its figures and its name are: pictures stay whole and in their edges, and never show what is not there."""

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.charts import marks
from kpi.charts.marks.text import Label, lay_out, width_of
from kpi.i18n import texts, visible
from kpi.model import Comparator, Lamp, Status
from kpi.views import Amount, CellState, PointView, WallCell
from tests.hostile import HOSTILE
from tests.profiles import examples
from tests.unit.charts.marks.reading import read
from tests.unit.charts.marks.states import STATES, standings_of

LANGUAGES = {lang: texts(lang) for lang in ("zh", "en")}
ZH = LANGUAGES["zh"]
WITHOUT_VALUE = {Status.NOT_COMPARABLE, Status.NO_DATA, Status.NOT_STARTED}
FILLED = {"figure", *Lamp}
VALUES = st.none() | st.floats(-1e12, 1e12) | st.sampled_from([0.0, 1e-12, -1e-12, 1e15, -1e15, 5e-324])
WORDS = st.sampled_from(["", "12名", "≥100名", "约13.2万人次", "1,180,000 person-times", "第3位", *HOSTILE]) | st.text(
    max_size=40
)
NUMBERS = {
    "current_value": VALUES,
    "baseline_value": VALUES,
    "expected_value": VALUES,
    "target_value": VALUES.filter(lambda value: value is not None) | st.just(float("nan")),
    "target_high": VALUES,
    "status": st.sampled_from(Status),
    "comparator": st.sampled_from(Comparator),
    "holding": st.booleans(),
    "overshot": st.booleans(),
    "complete": st.booleans(),
    "broken_on": st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1)),
}
TEXTS = dict.fromkeys(("baseline", "current", "goal"), WORDS)


@st.composite
def standings(draw, lang):
    """A target that some state shows, with any numbers, words and lamp instead of its own."""
    standing = draw(st.sampled_from([standings_of(state.title.zh, lang)[0] for state in STATES]))
    assessment = replace(standing.assessment, **{name: draw(value) for name, value in NUMBERS.items()})
    amounts = {name: Amount(draw(words), 1.0) for name, words in TEXTS.items()}
    if assessment.current_value is None:
        amounts["current"] = Amount()
    more = {"name": draw(WORDS), "period": draw(WORDS), "label": draw(WORDS), "lamp": draw(st.sampled_from(Lamp))}
    return replace(standing, assessment=assessment, **amounts, **more)


def rooms(picture):
    """From where to where each text reaches, by the line it stands on: at most, as fonts differ."""
    lines = {}
    for text in picture.root.iter("{*}text"):
        classes = text.get("class").split()
        width = width_of(text.text, bold="bold" in classes) * (9 / 11 if "small" in classes else 1)
        left = float(text.get("x")) - width * {"middle": 0.5, "end": 1.0}.get(text.get("text-anchor"), 0.0)
        lines.setdefault(text.get("y"), []).append((left, left + width))
    return lines


def check(mark):
    """Well-formed, whole numbers, inside the picture, no text on another."""
    picture = read(mark)
    assert (mark.width, mark.height) == tuple(int(picture.root.get(name)) for name in ("width", "height"))
    drawn = mark.svg.split("</style>", 1)[1]
    assert not re.search(r"='[^']*\b(?:nan|inf)\b", re.sub(r">[^<]*<", "><", drawn))
    for rect in picture.root.iter("{*}rect"):
        left, width = (float(rect.get(name, 0)) for name in ("x", "width"))
        assert width >= 0
        assert -0.1 <= left <= left + width <= mark.width + 0.1
    for circle in picture.root.iter("{*}circle"):
        assert float(circle.get("r")) <= float(circle.get("cx")) + 0.1 <= mark.width - float(circle.get("r")) + 0.2
    for path in picture.all("path", "halo"):
        assert 0 <= float(path.get("transform").removeprefix("translate(").split()[0]) <= mark.width
    for line in rooms(picture).values():
        reached = sorted(line)
        assert all(left >= -0.1 and right <= mark.width + 0.1 for left, right in reached)
        assert all(first[1] <= second[0] + 0.1 for first, second in pairwise(reached))
    return picture


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
@settings(max_examples=examples(40))
@given(st.data())
def test_any_target_makes_a_whole_picture(lang, data):
    standing, step = data.draw(standings(lang)), data.draw(standings(lang))
    width = data.draw(st.integers(90, 600))
    mark = marks.mark_of(standing, LANGUAGES[lang], width=width, paint=data.draw(st.sampled_from(marks.Paint)), steps=[step])
    picture = check(mark)
    assert picture.root.get("aria-label").split()[:1] == visible(mark.alt).split()[:1] or "⟨U+FFF" in mark.svg
    if standing.assessment.current_value is None or standing.status in WITHOUT_VALUE:
        bars = [rect for rect in picture.root.iter("{*}rect") if rect.get("height") in ("8", "12")]
        assert [bar for bar in bars if FILLED & set(bar.get("class").split())] == []


@given(st.sampled_from(HOSTILE), st.sampled_from(sorted(LANGUAGES)))
def test_a_hostile_name_is_text_and_nothing_else(name, lang):
    """In the picture, in its address, and in what is told of it."""
    standing = replace(standings_of("严重滞后", lang)[0], name=name, goal=Amount(name, 100.0), period=name)
    mark = marks.rail(standing, LANGUAGES[lang], width=600)
    picture = check(mark)
    assert {shape.tag.split("}")[1] for shape in picture.root.iter()} <= {"svg", "style", "rect", "path", "circle", "text"}
    assert visible(name) in picture.root.get("aria-label")
    assert not set('"<>()[] \n') & set(mark.uri)


@given(
    st.lists(st.tuples(st.dates(date(1950, 1, 1), date(2060, 1, 1)), st.floats(-1e15, 1e15)), max_size=30), st.integers(40, 200)
)
def test_any_figures_make_a_whole_line(values, width):
    points = [PointView(day, value, "", "") for day, value in values]
    line = marks.sparkline(points, standings_of("未完成")[0].measure, ZH, width=width)
    assert (line is None) == (len({day for day, _ in values}) < 2)
    if line:
        places = [
            tuple(map(float, place.split(","))) for place in check(line).one("polyline", "figure-line").get("points").split()
        ]
        assert all(0 <= x <= width and 0 <= y <= line.height for x, y in places)
        assert places == sorted(places, key=lambda place: place[0])


@given(st.sampled_from(CellState), WORDS, st.integers(40, 160))
def test_any_word_makes_a_whole_cell(state, text, width):
    check(marks.cell(WallCell(2024, state, text, text, standings_of("严重滞后")[0]), ZH, width=width))


@given(st.dictionaries(st.sampled_from(Status), st.integers(0, 10_000)), st.integers(200, 900))
def test_any_counts_make_a_whole_bar(counts, width):
    picture = check(marks.status_bar(counts, ZH, width=width))
    parts = [float(rect.get("width")) for rect in picture.root.iter("{*}rect") if rect.get("height") == "22"]
    total = sum(counts.values())
    assert sorted(parts) == [pytest.approx(width * count / total, abs=0.11) for count in sorted(counts.values()) if count]


LABELS = st.lists(
    st.builds(
        Label,
        st.floats(-50, 400),
        st.lists(WORDS, min_size=1, max_size=3).map(tuple),
        st.just("ink"),
        st.sampled_from([0.0, 0.5, 1.0]),
    ),
    max_size=5,
)


@given(LABELS, st.floats(20, 400))
def test_labels_never_touch_each_other_or_the_edge(labels, right):
    placed = lay_out(labels, 0, right)
    reached = []
    for text in placed:
        width = width_of(text.text)
        left = text.x - width * {"start": 0.0, "middle": 0.5, "end": 1.0}[text.anchor]
        reached.append((left, left + width))
    assert all(left >= -1e-6 and end <= right + 1e-6 for left, end in reached)
    assert all(first[1] < second[0] for first, second in pairwise(sorted(reached)))


def test_what_there_is_room_for_is_told_in_full():
    """Ten letters of 11 pixels on 200, and five."""
    placed = lay_out([Label(20, ("一二三四五六七八九十",), "ink"), Label(180, ("甲乙丙丁戊",), "ink", lean=1.0)], 0, 200)
    assert [text.text for text in placed] == ["一二三四五六七八九十", "甲乙丙丁戊"]


def test_the_last_is_worded_shorter_first_and_left_out_last():
    """22 and 110 pixels do not fit on 100; 22 and 33 do."""
    labels = [Label(10, ("甲乙",), "ink"), Label(90, ("一二三四五六七八九十", "一二三"), "ink")]
    assert [text.text for text in lay_out(labels, 0, 100)] == ["甲乙", "一二三"]
    assert [text.text for text in lay_out(labels, 0, 50)] == ["甲乙"]
