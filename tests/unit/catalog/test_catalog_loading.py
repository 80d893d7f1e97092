"""What a catalog holds once it is loaded, and what loading survives."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import isnan

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpi.catalog import load_catalog
from kpi.errors import CatalogRefused
from kpi.model import Bilingual, Certainty, Kind, Lamp, LampRule, Load, Observation, Qualifier, Status, Window
from tests.profiles import examples

FILES = ["units.csv", "measures.csv", "regions.csv", "targets.csv", "figures.csv", "breakdowns.csv", "identities.csv"]


@pytest.fixture
def catalog(plan):
    return plan.load()


def test_a_measure_has_its_unit_scale_and_names(catalog):
    trained = catalog.measures["volunteers_trained"]
    assert (trained.kind, trained.unit.unit, trained.display_scale, trained.decimals) == (
        Kind.FLOW,
        "person_time",
        Decimal(10000),
        2,
    )
    assert trained.aliases == ("志愿者培训人次", "志愿者培训")
    assert [measure.measure_id for measure in catalog.measures.values() if measure.headline] == ["sorted_share"]


def test_a_target_has_its_years_window_and_exact_value(catalog):
    yearly, by_date = catalog.targets["G2"], catalog.targets["G1"]
    assert (yearly.years, yearly.window) == ((2023, 2024, 2025), Window(date(2023, 1, 1), date(2025, 12, 31)))
    assert (by_date.value, by_date.deadline, by_date.window) == (Fraction(9, 10), date(2025, 12, 31), None)
    assert (by_date.source_id, by_date.section, by_date.printed) == ("plan", "二（一）", "90%以上")


def test_only_primary_figures_become_observations(catalog):
    assert catalog.figures["W4"].load is Load.PLAN
    observations = {each.figure_id: each for each in catalog.observations()}
    assert list(observations) == ["W1", "W2", "W2A", "W2B", "W3"]
    assert observations["W2A"] == Observation(
        measure_id="volunteers_trained",
        region_code="990100",
        breakdown="audience",
        member="resident",
        window_start=date(2022, 1, 1),
        window_end=date(2022, 12, 31),
        as_of=None,
        value=Decimal(6300),
        qualifier=Qualifier.EQ,
        certainty=Certainty.STATED,
        printed="6300人次",
        figure_id="W2A",
        source_id="plan",
        section="一",
    )


def test_a_figure_knows_its_row_and_a_note_its_column(plan):
    rows = plan.table("figures.csv")
    plan.write("figures.csv", [[*rows[0], "note"], *([*row, f"note {number}"] for number, row in enumerate(rows[1:], start=2))])
    catalog = plan.load()
    assert (catalog.figures["W3"].row, catalog.figures["W3"].note) == (6, Bilingual("note 6"))
    assert [each.note for each in catalog.observations()] == ["note 2", "note 3", "note 4", "note 5", "note 6"]


def test_regions_form_a_tree(catalog):
    assert catalog.plan_region.region_code == "990100"
    assert [region.name("en") for region in catalog.children("990100")] == ["East Bank", "West Bank"]
    assert [region.region_code for region in catalog.region_chain("990102")] == ["990102", "990100"]


def test_the_plan_is_called_by_its_own_name_or_else_by_that_of_its_region(plan):
    assert plan.load().plan_name("en") == "Yunxi three-year waste-sorting plan"
    plan.remove("plan.csv")
    assert (plan.load().plan_name("zh"), plan.load().plan_name("en")) == ("云溪市", "Yunxi")


def test_a_row_without_region_is_the_plan_s_own(plan):
    plan.set("figures.csv", 6, "region_code", "")
    plan.set("targets.csv", 4, "region_code", "")
    catalog = plan.load()
    assert (catalog.figures["W3"].region_code, catalog.targets["G3"].region_code) == ("990100", "990100")


def test_decimals_follow_from_the_unit_where_none_are_given(plan):
    plan.set("measures.csv", 3, "display_scale", "1")
    plan.set("measures.csv", 3, "display_unit", "人次")
    for row in (2, 3, 4):
        plan.set("measures.csv", row, "decimals", "")
    assert [measure.decimals for measure in plan.load().measures.values()] == [2, 0, 2]


def test_optional_files_may_be_absent(plan):
    for file in ("breakdowns.csv", "identities.csv", "questions.csv", "plan.csv"):
        plan.remove(file)
    catalog = plan.load()
    assert (catalog.identities, catalog.questions, catalog.breaks, catalog.lamp_rules) == ((), (), (), ())


def test_without_breakdowns_the_figures_say_which_members_there_are(plan):
    plan.remove("breakdowns.csv")
    members = plan.load().members
    assert sorted(members) == [("audience", "resident"), ("audience", "staff")]
    assert members["audience", "staff"].name_zh == "staff"


def test_joined_breakdowns_have_joined_names(plan):
    plan.add("breakdowns.csv", 2, breakdown="season", member="spring", name_zh="春季", name_en="Spring")
    plan.set("figures.csv", 7, "breakdown", "audience×season")
    plan.set("figures.csv", 7, "member", "resident×spring")
    catalog = plan.load()
    assert catalog.member_name("audience×season", "resident×spring", "zh") == "居民·春季"
    assert catalog.member_name("audience×season", "resident×spring", "en") == "Residents · Spring"
    assert catalog.breakdown_name("audience×season", "zh") == "audience × season"


def test_breakdowns_may_have_names(plan):
    rows = plan.table("breakdowns.csv")
    plan.write(
        "breakdowns.csv", [[*rows[0], "breakdown_zh", "breakdown_en"], *([*row, "按对象", "By audience"] for row in rows[1:])]
    )
    catalog = plan.load()
    assert (catalog.breakdown_name("audience", "zh"), catalog.breakdown_name("audience", "en")) == ("按对象", "By audience")
    assert catalog.breakdown_name("no_such", "en") == "no_such"
    assert catalog.member_name("no_such", "one", "en") == "one"


def test_breaks_and_lamps_are_read(plan):
    plan.write("breaks.csv", [["measure_id", "date", "note"], ["landfill_daily", "2024-01-01", "改为称重"]])
    plan.write(
        "lamps.csv",
        [
            ["scheme", "status", "lead_from", "lead_below", "lamp"],
            ["strict", "behind", "-5", "0", "yellow"],
            ["strict", "", "", "", "red"],
        ],
    )
    catalog = plan.load()
    assert [(each.measure_id, each.date) for each in catalog.breaks] == [("landfill_daily", date(2024, 1, 1))]
    assert catalog.lamp_rules == (
        LampRule("strict", Status.BEHIND, -5.0, 0.0, Lamp.YELLOW),
        LampRule("strict", None, None, None, Lamp.RED),
    )


def test_the_fingerprint_changes_with_any_byte_and_with_nothing_else(plan, catalog):
    assert plan.load().sha256 == catalog.sha256
    plan.set("questions.csv", 2, "text_en", "Which housing estates?")
    changed = plan.load().sha256
    assert changed != catalog.sha256
    (plan.folder / "notes.txt").write_text("nothing to do with it", encoding="utf-8")
    assert plan.load().sha256 == changed


def test_a_byte_order_mark_windows_line_ends_and_spaces_are_nothing(plan, catalog):
    for path in plan.folder.glob("*.csv"):
        text = path.read_text(encoding="utf-8").replace(",", " , ").replace("\n", "\r\n")
        path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    same = replace(plan.load(), sha256=catalog.sha256)
    assert same.figures == catalog.figures
    assert same.targets == catalog.targets


@pytest.mark.parametrize("make", [lambda path: None, lambda path: path.write_bytes(b"\x00")], ids=["nothing", "a file"])
def test_a_folder_that_is_none_is_refused(tmp_path, make):
    make(tmp_path / "plan")
    with pytest.raises(CatalogRefused) as refused:
        load_catalog(tmp_path / "plan")
    assert [problem.code for problem in refused.value.problems] == ["catalog_folder_missing"]


def test_an_empty_folder_misses_its_five_files(tmp_path):
    with pytest.raises(CatalogRefused) as refused:
        load_catalog(tmp_path)
    assert [(problem.code, problem.file) for problem in refused.value.problems] == [
        ("catalog_file_missing", file) for file in ("units.csv", "measures.csv", "regions.csv", "targets.csv", "figures.csv")
    ]


@settings(max_examples=examples(50), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(file=st.sampled_from(FILES), content=st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_no_bytes_make_loading_fail_otherwise_than_by_a_refusal(plan, file, content):
    before = (plan.folder / file).read_bytes()
    for damaged in (content, before[: len(before) // 2] + content + before[len(before) // 2 :]):
        plan.put(file, damaged)
        plan.errors()
    plan.put(file, before)


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_cell_makes_loading_fail_otherwise_than_by_a_refusal(plan, data):
    file = data.draw(st.sampled_from(FILES))
    rows = plan.table(file)
    row = data.draw(st.integers(2, len(rows)))
    column = data.draw(st.sampled_from(rows[0]))
    odd = st.sampled_from(["", "0", "-1", "1/3", "2023-01-01", "yes", "a[b=c]", "×", "=", "990100", "W1", "G1", "9" * 30])
    plan.set(file, row, column, data.draw(odd | st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=8)))
    plan.errors()
    plan.write(file, rows)


@pytest.mark.slow
@pytest.mark.parametrize("period_type", ["unspecified", "ambiguous"])
def test_a_target_that_is_not_judged_may_leave_out_its_number(plan, period_type):
    for column, cell in {"value": "", "period_type": period_type, "deadline": "", "baseline_figure_id": ""}.items():
        plan.set("targets.csv", 2, column, cell)
    target = plan.load().targets["G1"]
    assert target.value is None
    assert isnan(target.goal)
