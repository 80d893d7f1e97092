"""The national example: two folders that load, one library, every figure with its publication, traps kept apart."""

import csv
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from kpi.catalog import load_catalog
from kpi.model import UNSPECIFIED, Load, Nature

NATIONAL = Path(__file__).resolve().parents[3] / "data" / "examples" / "national"
PLANS = ("14th", "15th")
OF_A_PLAN = ("category", "category_en", "headline")
"""What a plan may say of a measure in its own way; all else about it belongs to the library."""
READINGS = {
    "P14_04_intensity": "P14_04",
    "P14_07_whole": "P14_07",
    "P14_07_yearly": "P14_07",
    "P14_08_yearly": "P14_08",
    "P14_08_2025": "P14_08",
    "P14_13_census": "P14_13",
    "P14_14_new": "P14_14",
    "P14_16_ex_dust": "P14_16",
}
"""Second lines of a target, and readings of one that can be read in several ways."""


def rows(plan, file):
    with (NATIONAL / plan / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def by_id(plan, file):
    table = rows(plan, file)
    key = next(iter(table[0]))
    return {row[key]: row for row in table}


@pytest.fixture(scope="module", params=PLANS)
def plan(request):
    return request.param


@pytest.fixture(scope="module")
def catalogs():
    return {plan: load_catalog(NATIONAL / plan) for plan in PLANS}


@pytest.fixture(scope="module")
def fourteenth(catalogs):
    return catalogs["14th"]


def test_they_load_without_a_warning(catalogs):
    assert {plan: catalog.warnings for plan, catalog in catalogs.items()} == {"14th": (), "15th": ()}


def test_counts(catalogs):
    assert {plan: (len(each.measures), len(each.figures), len(each.targets)) for plan, each in catalogs.items()} == {
        "14th": (37, 186, 28),
        "15th": (16, 63, 14),
    }


def test_twenty_main_indicators_and_what_hangs_on_them(fourteenth):
    parents = {target.target_id: target.parent_target_id for target in fourteenth.targets.values()}
    assert {child: parent for child, parent in parents.items() if parent} == READINGS
    assert [target_id for target_id, parent in parents.items() if not parent] == [f"P14_{number:02}" for number in range(1, 21)]


@pytest.mark.parametrize("file", ["measures.csv", "figures.csv", "sources.csv", "units.csv", "regions.csv"])
def test_what_both_plans_have_is_one_row(file):
    first, second = by_id("14th", file), by_id("15th", file)
    shared = first.keys() & second.keys()
    differing = {
        (key, column)
        for key in shared
        for column in first[key]
        if column not in OF_A_PLAN and first[key][column] != second[key][column]
    }
    assert shared
    assert differing == set()


@pytest.mark.parametrize(
    ("earlier", "later"),
    [("nursery_places_per_1000", "nursery_enrolment"), ("doctors_per_1000", "physicians_per_1000")],
)
def test_what_is_defined_otherwise_is_another_measure(catalogs, earlier, later):
    assert earlier not in catalogs["15th"].measures
    assert later not in catalogs["14th"].measures


def test_every_figure_has_a_document_and_says_when_it_was_published(plan):
    unsaid = {
        row["figure_id"]
        for row in rows(plan, "figures.csv")
        if not row["source_id"] or not (row["published_on"] or row["note"])
    }
    derived = {row["figure_id"] for row in rows(plan, "figures.csv") if row["load"] == "derived"}
    assert unsaid == derived


def test_what_was_not_seen_at_its_publisher_says_so(plan):
    for row in rows(plan, "sources.csv"):
        assert row["publisher"]
        assert bool(row["check"] and row["check_en"]) is (row["reached_via"] != "publisher"), row["source_id"]
        assert "核对" in row["check"] or row["reached_via"] == "publisher" or "查对" in row["check"]


def test_no_address_is_given(plan):
    for path in (NATIONAL / plan).glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        assert [mark for mark in ("http", "www.", "github", ".com", ".cn") if mark in text] == [], path.name


# Vintages


def key_of(row):
    return row["measure_id"], row["window_start"], row["window_end"], row["as_of"]


def test_one_figure_of_each_key_is_loaded_and_it_is_the_newest(plan):
    figures = by_id(plan, "figures.csv")
    vintages = defaultdict(list)
    for row in figures.values():
        if row["vintage_of"]:
            loaded = figures[row["vintage_of"]]
            assert (row["load"], loaded["load"], loaded["vintage_of"]) == ("duplicate", "primary", "")
            assert key_of(row) == key_of(loaded)
            vintages[loaded["figure_id"]].append(row)
    for loaded, earlier in vintages.items():
        days = [row["published_on"] for row in earlier] + [figures[loaded]["published_on"]]
        assert days == sorted(set(days))


def test_the_vintages_of_growth_and_output(fourteenth):
    figures = fourteenth.figures
    told = {
        key: float(figures[key].value)
        for key in ("gdp_growth_2020_v1", "gdp_growth_2020", "gdp_growth_2021_v1", "gdp_growth_2021")
    }
    assert told == {
        "gdp_growth_2020_v1": 0.023,
        "gdp_growth_2020": 0.022,
        "gdp_growth_2021_v1": 0.081,
        "gdp_growth_2021": 0.084,
    }
    levels = [float(figures[key].value) / 1e12 for key in ("gdp_2020_v1", "gdp_2020_v2", "gdp_2020")]
    assert levels == [101.5986, 101.36, 103.5]
    assert [figures[key].load for key in ("gdp_2020_v1", "gdp_2020_v2", "gdp_2020")] == [
        Load.DUPLICATE,
        Load.DUPLICATE,
        Load.PRIMARY,
    ]


def test_what_is_only_listed(fourteenth):
    loads = Counter(figure.load for figure in fourteenth.figures.values())
    listed = {figure.figure_id for figure in fourteenth.figures.values() if figure.load is Load.QUARANTINE}
    assert listed == {
        "gdp_growth_2021_2024_listed",  # an average a year
        "schooling_years_rise_2021_2024_listed",  # reworded by a machine
        "energy_intensity_change_2021_2023_listed",  # worked out by researchers
        "energy_intensity_change_2023_listed",
        "co2_intensity_change_2021_2023_listed",  # not at its official source
        "co2_intensity_change_2021_2023_listed_2",
        "co2_intensity_change_2021_2025_listed",
    }
    assert loads[Load.DERIVED] == 3
    assert all(
        each.load_reason.zh and each.load_reason.en for each in fourteenth.figures.values() if each.load is not Load.PRIMARY
    )


# Traps


def test_a_cut_is_a_negative_change(fourteenth):
    cuts = ("energy_intensity_change", "energy_intensity_change_new", "co2_intensity_change")
    goals = {target.target_id: float(target.value) for target in fourteenth.targets.values() if target.measure_id in cuts}
    assert goals == {"P14_14": -0.135, "P14_14_new": -0.135, "P14_15": -0.18}
    assert [each.figure_id for each in fourteenth.primary_figures if each.measure_id in cuts and each.value > 0] == []


def test_starting_values_with_an_asterisk_are_of_2019(fourteenth):
    starts = {each: fourteenth.figures[fourteenth.targets[each].baseline_figure_id] for each in ("P14_03", "P14_13")}
    assert {each: (str(figure.value), figure.as_of.year) for each, figure in starts.items()} == {
        "P14_03": ("0.606", 2019),
        "P14_13": ("77.3", 2019),
    }


def test_the_census_is_dated_on_its_own_day(fourteenth):
    assert fourteenth.figures["urbanization_rate_2020"].as_of.isoformat() == "2020-11-01"


def test_a_figure_of_26_december_is_not_one_of_the_end_of_the_year(fourteenth):
    assert fourteenth.figures["nursery_places_per_1000_20251226"].as_of.isoformat() == "2025-12-26"
    assert "nursery_places_per_1000_2025" not in fourteenth.figures


def test_definitions_that_changed_are_breaks(fourteenth):
    assert {(each.measure_id, each.date.isoformat()) for each in fourteenth.breaks} == {
        ("labor_productivity", "2021-01-01"),
        ("energy_intensity_change", "2023-01-01"),
        ("good_air_days", "2025-01-01"),
    }


def test_no_target_is_held_against_a_proxy(catalogs):
    for catalog in catalogs.values():
        proxies = {measure.measure_id for measure in catalog.measures.values() if measure.role == "proxy"}
        assert proxies == {"grain_output", "energy_output"}
        assert [target.target_id for target in catalog.targets.values() if target.measure_id in proxies] == []


def test_grain_counted_in_jin_is_in_tonnes(fourteenth):
    # 14,297.5 亿斤 × 50,000 t; 66,949万吨 × 10,000 t
    assert fourteenth.figures["grain_output_2025"].value == 714_875_000
    assert fourteenth.figures["grain_output_2020"].value == 669_490_000


@pytest.mark.parametrize("target_id", ["P14_01", "P14_02", "P14_04_intensity", "P14_07"])
def test_no_number_stands_where_none_was_stated(fourteenth, target_id):
    target = fourteenth.targets[target_id]
    assert target.period_type == UNSPECIFIED
    assert target.value is None
    assert target.note.zh
    assert target.note.en


def test_binding_or_expected_only_where_it_is_cited(plan):
    for row in rows(plan, "targets.csv"):
        assert bool(row["nature"]) is bool(row["nature_source_id"])
        assert row["nature"] or row["parent_target_id"] or "性质未见原文，留空" in row["note"]


def test_how_many_are_binding(fourteenth):
    natures = Counter(each.nature for each in fourteenth.targets.values() if not each.parent_target_id)
    assert natures == {Nature.BINDING: 8, Nature.EXPECTED: 3, None: 9}


def test_whatever_is_open_is_asked(fourteenth):
    asked = {part for question in fourteenth.questions for part in question.subject.split(";")}
    unassessed = {
        each.target_id
        for each in fourteenth.targets.values()
        if str(each.period_type) in {"unspecified", "ambiguous"} and not each.parent_target_id
    }
    assert unassessed - asked == {"P14_01"}  # a number was never meant
