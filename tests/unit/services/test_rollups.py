"""Roll-ups in words: every target once, what carries no verdict counted, no score without what it hides."""

import csv
import re

import pytest

from kpi import services
from kpi.services import Grouping, Query
from tests.databases import TINY
from tests.unit.services.conftest import ZHANG, load, row, table


def rolled(workspace, grouping, **query):
    return services.roll_up(workspace, ZHANG, Query(**query), grouping)


def numbers(headline):
    return [int(number) for number in re.findall(r"(\d+)项", headline)]


def ids(group):
    return [each.target.target_id for each in group.standings]


def weighted(plan, **columns):
    """The tiny plan with these weights and owners, by target."""
    path = plan / "targets.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for each in rows:
        for column, values in columns.items():
            each[column] = values.get(each["target_id"], "")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return plan


def test_the_whole_plan_says_what_the_overview_says(letter):
    (group,) = rolled(letter, Grouping.PLAN).groups
    view = services.status(letter, ZHANG, Query())
    assert group.name == view.plan_name
    assert group.headline == view.headline
    assert numbers(group.headline)[0] == sum(numbers(group.headline)[1:]) == 31
    assert (group.without_verdict, group.score) == ("31项目标中有30项尚无判定。", "")


def test_categories_add_up_to_31_and_none_counts_twice(letter):
    groups = rolled(letter, Grouping.CATEGORY).groups
    placed = [target_id for group in groups for target_id in ids(group)]
    assert len(placed) == len(set(placed)) == 31
    assert sum(group.rollup.summary.total for group in groups) == 31
    for group in groups:
        told = numbers(group.headline)
        assert told[0] == sum(told[1:]) == len(group.standings)


def test_the_category_with_the_lagging_target_comes_first_and_that_target_too(letter):
    first = rolled(letter, Grouping.CATEGORY).groups[0]
    assert (first.name, ids(first)) == ("激励", ["T33"])
    assert first.without_verdict == "应判定目标1项，已判定1项。"
    whole = rolled(letter, Grouping.PLAN).groups[0]
    assert ids(whole)[0] == "T33"


def test_the_letter_names_no_unit(letter):
    (group,) = rolled(letter, Grouping.OWNER).groups
    assert (group.name, len(group.standings)) == ("未登记责任单位", 31)


@pytest.mark.slow
def test_units_of_the_measures_and_of_the_targets(opened, tiny_copy):
    """A target's own units come before its measure's; one of two units counts in both."""
    plan = weighted(tiny_copy, owner={"G2": "城管局;教育局"})
    groups = {group.name: ids(group) for group in rolled(opened(plan), Grouping.OWNER).groups}
    assert groups == {"云溪市城市管理局": ["G1", "G3"], "城管局": ["G2"], "教育局": ["G2"]}


@pytest.mark.slow
def test_a_score_is_never_told_without_what_it_hides(opened, tiny_copy):
    """As of the end of 2023. G1 is met: 10 of 10. G2 has 6000 of 12000, missed: half of 20. G3 has no verdict: 30 left out."""
    workspace = opened(weighted(tiny_copy, weight={"G1": "10", "G2": "20", "G3": "30"}))
    load(
        workspace,
        table(row("sorted_share", "91%", end="2023-12-31"), row("volunteers_trained", "0.6", "万人次", year=2023)),
        accept_warnings=True,
    )
    (group,) = rolled(workspace, Grouping.PLAN).groups
    assert ids(group)[0] == "G2"
    assert (group.rollup.score.points, group.rollup.score.possible) == (pytest.approx(20), 30)
    assert group.score == (
        "得分20分，满分30分，得分率66.7%。另有1项设有分值的目标（共30分）尚无判定，未计入。"
        "得分不能掩盖未完成和严重滞后的1项：分类志愿者培训（2023年）。"
    )


@pytest.mark.slow
def test_weights_without_a_verdict_make_no_score(opened, tiny_copy):
    (group,) = rolled(opened(weighted(tiny_copy, weight={"G1": "10", "G3": "5"})), Grouping.PLAN).groups
    assert group.score == "设有分值的2项目标（共15分）均无判定，暂不计分。"


@pytest.mark.parametrize("grouping", Grouping)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_group_says_how_many_carry_no_verdict(letter, grouping, lang):
    for group in rolled(letter, grouping, lang=lang).groups:
        assert str(len(group.standings)) in group.without_verdict
        assert group.rollup.without_verdict == sum(
            str(each.status) not in {"met", "on_pace", "behind", "far_behind", "missed"} for each in group.standings
        )


def test_a_region_without_targets_has_no_groups(letter):
    assert rolled(letter, Grouping.CATEGORY, region="441900003").groups == ()


def test_the_tiny_plan_by_category(opened):
    groups = rolled(opened(TINY), Grouping.CATEGORY).groups
    assert {group.name: sorted(ids(group)) for group in groups} == {"垃圾分类": ["G1", "G2"], "末端处置": ["G3"]}
