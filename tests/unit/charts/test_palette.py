"""Colours that can be told apart and read: contrast after WCAG 2, on white and on the dark ground."""

import re

import pytest

from kpi.charts import palette
from kpi.model import Lamp
from tests.sources import PROJECT

TEXT, SHAPE = 4.5, 3.0
LIGHT, DARK = range(2)


def luminance(colour):
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def tone(name, which, of="fill|stroke"):
    """A colour of a class, in a theme: that of the light one where the dark one says nothing."""
    styles = palette.MARKS.get(name, palette.HATCH)
    found = [re.search(rf"(?:{of}):(#[0-9a-f]{{6}})", style) for style in (styles.dark, styles.light)]
    return next(match[1] for match in (found if which == DARK else found[1:]) if match)


def test_contrast_is_that_of_the_norm():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("name", ["ink", "quiet", *Lamp])
def test_words_can_be_read(name, theme):
    assert contrast(tone(name, theme), palette.GROUND[theme]) >= TEXT


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("lamp", Lamp)
def test_words_can_be_read_on_the_tint_of_their_lamp(lamp, theme):
    assert contrast(tone(str(lamp), theme), tone(f"{lamp}-tint", theme)) >= TEXT
    assert contrast(tone("quiet", theme), tone("grey-tint", theme)) >= TEXT


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("ground", ["zone", "pale", "half", "blank", "soon", "track"])
def test_numbers_can_be_read_on_the_parts_of_a_bar(ground, theme):
    assert contrast(tone("ink", theme), tone(ground, theme, "fill")) >= TEXT


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("lamp", Lamp)
def test_numbers_can_be_read_on_a_lamps_part_of_a_bar(lamp, theme):
    assert contrast(tone("on", theme), tone(str(lamp), theme)) >= TEXT


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize(
    "name",
    ["track", "empty", "ahead", "overdue", "hatched", "blank", "soon", "zone", "hollow", "frame", "tick", "strokes", "axis"],
)
def test_outlines_show_on_a_projector(name, theme):
    assert contrast(tone(name, theme, "stroke"), palette.GROUND[theme]) >= SHAPE


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("name", ["figure", "figure-line", *(f"{lamp}-line" for lamp in Lamp)])
def test_shapes_show(name, theme):
    assert contrast(tone(name, theme), palette.GROUND[theme]) >= SHAPE


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_what_is_filled_shows_on_its_track(theme):
    for name in ("figure", *Lamp):
        assert contrast(tone(name, theme), tone("track", theme, "fill")) >= SHAPE


def test_what_plotly_draws_shows_on_either_ground():
    drawn = [*palette.LAMP_COLOURS.values(), palette.FIGURES, palette.INK, palette.PATH, *palette.PARTS]
    weakest = {colour: min(contrast(colour, ground) for ground in palette.GROUND) for colour in drawn}
    assert {colour: found for colour, found in weakest.items() if found < 2.9} == {}


def test_a_colour_has_one_meaning():
    """Those of lamps are for verdicts: figures, targets and parts have others, and 已达标 is another blue than a figure."""
    lamps = {*palette.LAMP_COLOURS.values()} - {palette.LAMP_COLOURS[Lamp.GREY]}
    assert lamps.isdisjoint({palette.FIGURES, palette.PATH, palette.INK, *palette.PARTS})
    for theme in (LIGHT, DARK):
        assert tone("figure", theme) not in {tone(str(lamp), theme) for lamp in Lamp}
        assert len({tone(str(lamp), theme) for lamp in Lamp}) == len(Lamp)


def test_pages_and_marks_have_the_same_colours():
    """What stands in the styles of pages as `light-dark(…)` is what marks are drawn in."""
    styles = "\n".join(path.read_text(encoding="utf-8") for path in (PROJECT / "kpi" / "server" / "styles").glob("*.css"))
    said = {name: (light, dark) for name, light, dark in re.findall(r"--kpi-([a-z-]+): light-dark\((#\w+), (#\w+)\)", styles)}
    wanted = {str(lamp): tones for lamp, tones in palette.LAMPS.items()}
    wanted |= {f"{lamp}-tint": tones for lamp, tones in palette.TINTS.items()} | {"ground": palette.GROUND}
    assert {name: said[name] for name in wanted} == wanted
