"""Texts on slides against the widest letters a program may set them in, where it lacks the fonts they are set in."""

import pytest

from kpi.report.slides import fit
from kpi.report.slides.areas import Area
from kpi.report.slides.deck import Deck, Ground
from tests.unit.report.sample import small

DEJAVU = {
    **dict.fromkeys("bdgpq", 635),
    **dict.fromkeys("hnu", 634),
    **dict.fromkeys("0123456789", 636),
    **dict.fromkeys(" .,", 318),
    **dict.fromkeys("vxy", 592),
    **dict.fromkeys("ijl", 278),
    **{"a": 613, "c": 550, "e": 615, "f": 352, "k": 579, "m": 974, "o": 612, "r": 411, "s": 521, "t": 392, "w": 818, "z": 525},
    **{":": 337, "-": 361, "H": 752, "%": 950},
}
"""Widths of its letters in thousandths of their size, measured in DejaVu Sans, which stands in for Arial on Linux."""


@pytest.mark.parametrize(
    "text",
    [
        "High-value invention patents per 10,000 people: 16 patents per 10,000 people at the end of 2025, which meets the"
        " target of 12 patents per 10,000 people, 4 patents per 10,000 people beyond it.",
        "67.89% at the end of 2025, 65% by 2025, 2.89 points beyond it",
    ],
)
def test_no_text_is_wider_than_reckoned(text):
    """The first took three lines where two were reckoned, and lay on the rail below it."""
    assert fit.width_of(text, 1000) >= sum(DEJAVU[letter] for letter in text)


def runs_of(page):
    frames = [shape.text_frame for shape in page._slide.shapes if shape.has_text_frame]
    return [run for frame in frames for paragraph in frame.paragraphs for run in paragraph.runs]


@pytest.mark.parametrize("name", ["Wangniudun", "Hongmei", "Zhangmutou"])
def test_the_name_of_a_place_is_in_bold_and_within_its_square(name):
    """Ten letters of about 0.62 of 8 points are 50, a fifth wider in bold 60: 46 points have room for them in 6."""
    page = Deck(small(lang="en"), {}).page("Places")
    page.square(Area(0, 0, 48, 48), (name, "30.87%"), Ground("FFFFFF"))
    [run] = [run for run in runs_of(page) if run.text == name]
    assert run.font.bold
    assert fit.width_of(name, run.font.size.pt) * 1.2 <= 46


def test_what_a_card_is_of_becomes_smaller_before_it_is_cut():
    label = "Latest value (2021–2022, a year on average)"
    page = Deck(small(lang="en"), {}).page("Overview")
    page.card(Area(40, 100, 300, 60), "8.7%", label)
    [run] = [run for run in runs_of(page) if "Latest" in run.text]
    assert (run.text, 10 <= run.font.size.pt < 13) == (label, True)


def test_a_text_below_cards_becomes_smaller_before_a_name_in_it_is_cut():
    text = "In earlier years, missed: " + "; ".join(
        f"Enterprises newly certifying their own staff ({year})" for year in (2021, 2022, 2023)
    )
    page = Deck(small(lang="en"), {}).page("Overview")
    page.text(Area(40, 400, 880, 34), [text])
    assert text in [run.text for run in runs_of(page)]
