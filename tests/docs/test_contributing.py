"""CONTRIBUTING against the project: its ways of adding something are short and name what exists; its picture is the code's."""

import re
from pathlib import Path

import pytest

from tools import house

PROJECT = Path(__file__).resolve().parents[2]
MOST_STEPS = 8
ADDING = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("\n## Adding to it\n")[1].split("\n## ")[0]
WAYS = dict(part.split("\n", 1) for part in ADDING.split("### ")[1:])
PATH = re.compile(r"`([\w.]+(?:/[\w.-]*)+)`")


def test_there_is_a_way_for_whatever_is_added_often():
    assert {"A page", "A period type", "A report format", "A language"} <= WAYS.keys()


@pytest.mark.parametrize("way", WAYS)
def test_a_way_is_short(way):
    steps = re.findall(r"^(\d+)\. ", WAYS[way], re.MULTILINE)
    assert steps == [str(number + 1) for number in range(len(steps))]
    assert 1 <= len(steps) <= MOST_STEPS


@pytest.mark.parametrize("way", WAYS)
def test_a_way_names_what_exists(way):
    named = PATH.findall(WAYS[way])
    assert named
    assert [path for path in named if not (PROJECT / path).exists()] == []


@pytest.mark.slow
def test_the_picture_of_the_house_is_that_of_the_code():
    assert house.PICTURE.read_text(encoding="utf-8") == house.drawn(), "make house"


def test_an_arrow_that_follows_from_others_is_left_out():
    edges = {"roof": frozenset({"wall", "ground"}), "wall": frozenset({"ground"}), "ground": frozenset()}
    assert house.reduced(edges) == {"roof": {"wall"}, "wall": {"ground"}, "ground": frozenset()}
    assert house.floors(edges) == [["roof"], ["wall"], ["ground"]]
