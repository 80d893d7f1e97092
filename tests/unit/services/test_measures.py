"""One measure with all there is about it: figures, what they replaced, parts, what is not loaded, doubts."""

from datetime import date

import pytest

from kpi import services
from kpi.errors import NotFound
from kpi.services import Query
from tests.databases import TINY
from tests.unit.services.conftest import ZHANG, load, row, table


def measure(workspace, measure_id, **query):
    return services.measure_view(workspace, ZHANG, Query(**query), measure_id)


@pytest.mark.slow
def test_figures_come_oldest_first_and_only_of_the_region(tiny):
    load(
        tiny,
        table(
            row("landfill_daily", "390", "吨", end="2023-12-31"),
            row("landfill_daily", "405", "吨", end="2023-06-30"),
        ),
    )
    load(tiny, table(row("landfill_daily", "200", "吨", end="2023-12-31", region="东岸")))
    assert [each.text for each in measure(tiny, "landfill_daily").series] == ["420吨", "405吨", "390吨"]
    assert [each.text for each in measure(tiny, "landfill_daily", as_of=date(2023, 6, 30)).series] == ["420吨", "405吨"]
    assert [each.text for each in measure(tiny, "landfill_daily", region="990101").series] == ["200吨"]


def test_every_standing_of_every_year_is_there(tiny):
    years = [each.assessment.year for each in measure(tiny, "volunteers_trained").standings]
    assert years == [2023, 2024, 2025]


@pytest.mark.slow
def test_what_an_upload_replaced_is_superseded_until_it_is_withdrawn(tiny, clock):
    clock.wind(hours=1)
    (batch,) = load(tiny, table(row("landfill_daily", "415", "吨", year=2022)))
    after_loading = clock.wind(hours=1)
    clock.wind(hours=1)
    services.withdraw(tiny, ZHANG, batch, "误报")
    after_withdrawal = clock.wind(hours=1)

    def told(view):
        return [each.text for each in view.series], [(each.text, each.withdrawn) for each in view.versions]

    assert told(measure(tiny, "landfill_daily", known_at=after_loading)) == (["415吨"], [("420吨", False)])
    assert told(measure(tiny, "landfill_daily", known_at=after_withdrawal)) == (["420吨"], [("415吨", True)])
    assert told(measure(tiny, "landfill_daily")) == (["420吨"], [("415吨", True)])


@pytest.mark.slow
def test_what_was_withdrawn_later_was_only_superseded_then(tiny, clock):
    (first,) = load(tiny, table(row("landfill_daily", "415", "吨", year=2022)))
    clock.wind(hours=1)
    load(tiny, table(row("landfill_daily", "410", "吨", year=2022)))
    then = clock.wind(hours=1)
    clock.wind(hours=1)
    services.withdraw(tiny, ZHANG, first, "误报")
    versions = {known_at: measure(tiny, "landfill_daily", known_at=known_at).versions for known_at in (then, None)}
    told = {known_at: {each.text: each.withdrawn for each in found} for known_at, found in versions.items()}
    assert told == {
        then: {"415吨": False, "420吨": False},
        None: {"415吨": True, "420吨": False},
    }


@pytest.mark.slow
def test_before_an_upload_there_was_nothing_to_supersede(tiny, clock):
    before = clock.moment
    clock.wind(hours=1)
    load(tiny, table(row("landfill_daily", "415", "吨", year=2022)))
    assert measure(tiny, "landfill_daily", known_at=before).versions == ()


@pytest.mark.slow
def test_versions_of_figures_after_the_date_asked_for_are_left_out(tiny):
    load(tiny, table(row("landfill_daily", "390", "吨", year=2023)))
    load(tiny, table(row("landfill_daily", "391", "吨", year=2023)))
    assert [each.text for each in measure(tiny, "landfill_daily").versions] == ["390吨"]
    assert measure(tiny, "landfill_daily", as_of=date(2023, 6, 30)).versions == ()


@pytest.mark.slow
def test_a_figure_the_catalog_no_longer_holds_stays_in_view(opened, tiny_copy):
    workspace = opened(tiny_copy)
    figures = tiny_copy / "figures.csv"
    lines = figures.read_text(encoding="utf-8").splitlines()
    figures.write_text("\n".join(line for line in lines if not line.startswith("W2")), encoding="utf-8")
    services.load_plan(workspace, ZHANG, services.check_plan(workspace, ZHANG, tiny_copy))
    view = measure(workspace, "volunteers_trained")
    assert view.series == ()
    assert sorted((each.text, each.withdrawn) for each in view.versions) == [
        ("0.42万人次", False),
        ("0.63万人次", False),
        ("1.05万人次", False),
    ]


def test_a_partition_is_shown_as_one(tiny):
    (group,) = measure(tiny, "volunteers_trained").breakdowns
    assert (group.relation, group.period, group.whole.text) == ("partition", "2022年", "1.05万人次")
    assert [(part.label, part.text) for part in group.parts] == [("居民", "0.63万人次"), ("物业及环卫人员", "0.42万人次")]


@pytest.mark.slow
def test_parts_that_do_not_add_up_are_no_partition(tiny):
    load(
        tiny,
        table(
            row("volunteers_trained", "1.2", "万人次", year=2023),
            row("volunteers_trained", "0.5", "万人次", year=2023, group="audience=resident"),
        ),
        accept_warnings=True,
    )
    groups = {group.period: group.relation for group in measure(tiny, "volunteers_trained").breakdowns}
    assert groups["2022年"] == "partition"
    assert groups["2023年"] != "partition"


def test_overlapping_parts_of_the_letter_are_never_a_partition(letter):
    """38 of manufacturing and 30 of strategic industries are of the same 40 studios."""
    (group,) = measure(letter, "master_studios_new").breakdowns
    assert (group.relation, group.whole.value, [part.value for part in group.parts]) == ("overlap", 40, [38, 30])


def test_what_is_not_loaded_is_listed_with_its_reason(tiny):
    (figure,) = measure(tiny, "volunteers_trained").listed
    assert (figure.id, figure.text, figure.period) == ("W4", "1.3万人次", "2023年")
    assert (figure.loaded, figure.reason) == ("计划数，未载入", "所述年度晚于文件印发日期，属计划数。")
    assert measure(tiny, "volunteers_trained", region="990101").listed == ()  # it is the city's


def test_open_questions_about_it_are_told_in_both_languages(tiny):
    assert measure(tiny, "sorted_share").doubts == ("“小区”是否包括城中村和自建房片区？",)
    assert measure(tiny, "sorted_share", lang="en").doubts == (
        "Do “housing estates” include urban villages and self-built quarters?",
    )
    assert measure(tiny, "landfill_daily").doubts == ()


@pytest.mark.slow
def test_a_question_about_a_figure_or_target_is_one_about_its_measure(opened, tiny_copy):
    (tiny_copy / "questions.csv").write_text("question_id,subject,text_zh,text_en\nQ2,W3;G2,口径？,Scope?\n", encoding="utf-8")
    workspace = opened(tiny_copy)
    asked = {each: measure(workspace, each).doubts for each in ("landfill_daily", "volunteers_trained", "sorted_share")}
    assert asked == {"landfill_daily": ("口径？",), "volunteers_trained": ("口径？",), "sorted_share": ()}


def test_the_parts_of_a_ratio(letter):
    parts = [each.measure_id for each in measure(letter, "skill_certificates_senior_share").parts]
    assert parts == ["skill_certificates", "skill_certificates"]


def test_a_measure_nobody_knows(tiny):
    with pytest.raises(NotFound):
        measure(tiny, "gdp")


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_measure_of_both_plans_can_be_shown(opened, letter, lang):
    for workspace in (letter, opened(TINY, "tiny.duckdb")):
        for measure_id in workspace.catalog.measures:
            assert measure(workspace, measure_id, lang=lang).measure.measure_id == measure_id
