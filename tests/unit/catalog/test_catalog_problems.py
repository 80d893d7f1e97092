"""Every problem a catalog can have: the tiny plan broken in one way, and the file, row, column and code that are named."""

import re
from dataclasses import dataclass

import pytest

from kpi.i18n import texts
from kpi.model import Quantity, Severity

from .test_change_problems import CASES


@dataclass(frozen=True)
class Case:
    """One way to break the plan, and where the problem is said to be."""

    code: str
    file: str
    row: int | None
    column: str
    edits: tuple
    """Each a cell to change (file, row, column, value), or a function of the plan."""

    def break_(self, plan):
        for edit in self.edits:
            if callable(edit):
                edit(plan)
            else:
                plan.set(*edit)


def case(code, file, row, column, *edits):
    return Case(code, file, row, column, edits)


def cell(code, file, row, column, value):
    """One cell changed, and the problem named there."""
    return Case(code, file, row, column, ((file, row, column, value),))


def whole(code, file, content):
    """A file replaced by other bytes."""
    return Case(code, file, None, "", (lambda plan: plan.put(file, content),))


def whole_plan(code, least_coverage):
    """A plan.csv that asks for so much of its targets."""
    content = f"name_zh,name_en,least_coverage\n云溪,Yunxi,{least_coverage}\n".encode()
    return Case(code, "plan.csv", 2, "least_coverage", (lambda plan: plan.put("plan.csv", content),))


def tiles(code, row, column, *squares):
    """The squares of the two regions below the plan's own, in rows 3 and 4."""
    given = [("", ""), *squares]

    def placed(plan):
        head, *rows = plan.table("regions.csv")
        placed_rows = [[*cells, *square] for cells, square in zip(rows, given, strict=True)]
        plan.write("regions.csv", [[*head, "tile_row", "tile_col"], *placed_rows])

    return Case(code, "regions.csv", row, column, (placed,))


def lengthened(plan):
    rows = plan.table("measures.csv")
    plan.write("measures.csv", [*rows[:2], [*rows[2], "more"], *rows[3:]])


def doubled_column(plan):
    plan.write("units.csv", [[*line, line[-1]] for line in plan.table("units.csv")])


def folder_instead_of_file(plan):
    plan.remove("targets.csv")
    (plan.folder / "targets.csv").mkdir()


def scheme(*lines):
    head = ["scheme", "status", "lead_from", "lead_above", "lead_below", "lamp", "clock"]
    return lambda plan: plan.write("lamps.csv", [head, *(["s", *line] for line in lines)])


def published_before(figure_id, counting):
    """A figure that gave way to another, by their ids."""

    def told(plan):
        named = {"figure_id": "vintage_of", figure_id: counting}
        plan.write(FIGURES, [[*cells, named.get(cells[0], "")] for cells in plan.table(FIGURES)])

    return told


def breaks(*lines):
    return lambda plan: plan.write("breaks.csv", [["measure_id", "date", "note"], *lines])


def lamps(*lines):
    return lambda plan: plan.write("lamps.csv", [["scheme", "status", "lead_from", "lead_below", "lamp"], *lines])


MEASURES, TARGETS, FIGURES, REGIONS = "measures.csv", "targets.csv", "figures.csv", "regions.csv"
UNITS, IDENTITIES, QUESTIONS, SOURCES = "units.csv", "identities.csv", "questions.csv", "sources.csv"
NUMERATOR = (MEASURES, 2, "numerator_id", "volunteers_trained")
DENOMINATOR = (MEASURES, 2, "denominator_id", "landfill_daily")

ERRORS = [
    # files and tables
    case("catalog_file_missing", FIGURES, None, "", lambda plan: plan.remove(FIGURES)),
    case("catalog_file_unreadable", TARGETS, None, "", folder_instead_of_file),
    whole("catalog_file_too_large", QUESTIONS, b" " * 20_000_001),
    whole("catalog_file_not_utf8", QUESTIONS, "问题".encode("gb18030")),
    whole("catalog_file_not_text", IDENTITIES, b"\x7fELF\x00\x01\x02"),
    whole("catalog_file_not_csv", IDENTITIES, b'identity_id,"kind\n'),
    whole("catalog_file_not_csv", IDENTITIES, b"identity_id," + b"x" * 200_000),
    whole("catalog_file_empty", IDENTITIES, b""),
    whole("catalog_file_empty", IDENTITIES, b"\xef\xbb\xbf,,\n"),
    case("catalog_column_missing", TARGETS, 1, "years", lambda plan: plan.drop_column(TARGETS, "years")),
    case("catalog_column_twice", UNITS, 1, "integer", doubled_column),
    case("catalog_row_width", MEASURES, 3, "", lengthened),
    # cells
    cell("catalog_value_missing", MEASURES, 3, "kind", ""),
    cell("catalog_value_missing", TARGETS, 2, "value", ""),
    cell("catalog_value_missing", FIGURES, 2, "value", ""),
    cell("catalog_value_missing", QUESTIONS, 2, "question_id", ""),
    case("catalog_value_missing", "breaks.csv", 2, "date", breaks(["landfill_daily", "", ""])),
    cell("catalog_bad_choice", MEASURES, 2, "direction", "up"),
    cell("catalog_bad_choice", TARGETS, 2, "load", "quarantine"),
    cell("catalog_bad_choice", REGIONS, 3, "active", "true"),
    cell("catalog_bad_choice", IDENTITIES, 2, "kind", "product"),
    case("catalog_bad_choice", "lamps.csv", 2, "lamp", lamps(["strict", "met", "", "", "purple"])),
    cell("catalog_bad_number", FIGURES, 6, "value", "4.2e2"),
    cell("catalog_bad_number", FIGURES, 6, "value", "NaN"),
    cell("catalog_bad_number", FIGURES, 6, "value", "４２０"),
    cell("catalog_bad_number", FIGURES, 6, "value", "1,420"),
    cell("catalog_bad_number", FIGURES, 6, "value", "420.123456789"),
    cell("catalog_bad_number", FIGURES, 6, "value", "9" * 21),
    cell("catalog_bad_number", TARGETS, 2, "value", "1/0"),
    cell("catalog_bad_number", MEASURES, 4, "display_scale", "0"),
    cell("catalog_bad_number", MEASURES, 4, "decimals", "9"),
    cell("catalog_bad_date", FIGURES, 2, "as_of", "2022-02-30"),
    cell("catalog_bad_date", TARGETS, 2, "deadline", "20251231"),
    case("catalog_lamp_bounds", "lamps.csv", 2, "lead_below", scheme(["", "5", "", "5", "green", ""])),
    case("catalog_lamp_bounds", "lamps.csv", 2, "lead_below", scheme(["", "", "-5", "-10", "green", ""])),
    case(  # −30 and more takes what −10 and more is for
        "catalog_lamp_unreachable",
        "lamps.csv",
        3,
        "",
        scheme(["", "-30", "", "", "yellow", ""], ["", "-10", "", "", "green", ""], ["", "", "", "", "grey", ""]),
    ),
    case(  # between them two earlier lines take all of it
        "catalog_lamp_unreachable",
        "lamps.csv",
        4,
        "",
        scheme(["", "0", "", "", "green", ""], ["", "", "", "0", "red", ""], ["met", "-5", "", "5", "blue", ""]),
    ),
    case(
        "catalog_lamp_clocks",
        "lamps.csv",
        3,
        "clock",
        scheme(["met", "", "", "", "blue", "days"], ["missed", "", "", "", "red", "months"]),
    ),
    case("catalog_bad_date", "breaks.csv", 2, "date", breaks(["landfill_daily", "2023-13-01", ""])),
    cell("catalog_bad_years", TARGETS, 3, "years", "2023;20255"),
    # ids
    case(
        "catalog_id_twice",
        MEASURES,
        5,
        "measure_id",
        lambda plan: plan.add(MEASURES, 2, name_zh="另一指标", aliases=""),
    ),
    case("catalog_id_twice", "breakdowns.csv", 4, "breakdown", lambda plan: plan.add("breakdowns.csv", 2)),
    cell("catalog_unknown_measure", FIGURES, 7, "measure_id", "volunteers"),
    cell("catalog_unknown_measure", TARGETS, 3, "measure_id", "volunteers"),
    case("catalog_unknown_measure", "breaks.csv", 2, "measure_id", breaks(["no_such", "2023-01-01", ""])),
    cell("catalog_unknown_measure", IDENTITIES, 2, "expression", "volunteers = 1"),
    case("catalog_unknown_measure", MEASURES, 2, "denominator_id", NUMERATOR, (MEASURES, 2, "denominator_id", "estates")),
    cell("catalog_unknown_unit", MEASURES, 4, "unit", "tonnes"),
    cell("catalog_unknown_region", FIGURES, 7, "region_code", "990199"),
    cell("catalog_unknown_region", TARGETS, 3, "region_code", "990199"),
    cell("catalog_unknown_region", REGIONS, 3, "parent_code", "990000"),
    cell("catalog_unknown_figure", TARGETS, 2, "baseline_figure_id", "W9"),
    cell("catalog_unknown_figure", FIGURES, 7, "parent_figure_id", "W9"),
    cell("catalog_unknown_figure", IDENTITIES, 2, "expression", "figure:W9 = 1"),
    cell("catalog_unknown_target", IDENTITIES, 2, "expression", "figure:W3 >= target:G9"),
    cell("catalog_unknown_source", FIGURES, 7, "source_id", "plans"),
    cell("catalog_unknown_source", TARGETS, 2, "source_id", "plans"),
    case("catalog_unknown_source", FIGURES, 2, "source_id", lambda plan: plan.set(FIGURES, 2, "source_id", "x")),
    cell("catalog_unknown_member", FIGURES, 7, "member", "resident"),
    cell("catalog_unknown_member", FIGURES, 4, "member", "guests"),
    case(
        "catalog_unknown_member",
        FIGURES,
        7,
        "member",
        (FIGURES, 7, "breakdown", "audience×audience"),
        (FIGURES, 7, "member", "staff×guests"),
    ),
    case("catalog_unknown_member", FIGURES, 7, "member", (FIGURES, 7, "breakdown", "audience")),
    cell("catalog_unknown_member", IDENTITIES, 2, "expression", "volunteers_trained[audience=guests] = 1"),
    case(
        "catalog_unknown_member",
        MEASURES,
        2,
        "numerator_id",
        DENOMINATOR,
        (MEASURES, 2, "numerator_id", "volunteers_trained[audience=guests]"),
    ),
    cell("catalog_unknown_subject", QUESTIONS, 2, "subject", "G1;W9"),
    # regions and measures
    cell("catalog_region_circle", REGIONS, 3, "parent_code", "990101"),
    cell("catalog_figure_circle", FIGURES, 2, "parent_figure_id", "W1"),
    case(
        "catalog_ratio_circle",
        MEASURES,
        2,
        "numerator_id",
        (MEASURES, 2, "numerator_id", "sorted_share"),
        (MEASURES, 2, "denominator_id", "landfill_daily"),
    ),
    cell("catalog_region_second_root", REGIONS, 4, "parent_code", ""),
    tiles("catalog_bad_tile", 3, "tile_row", ("0", "1"), ("", "")),
    tiles("catalog_bad_tile", 3, "tile_col", ("1", "1.5"), ("", "")),
    tiles("catalog_bad_tile", 4, "tile_col", ("", ""), ("1", "100")),
    tiles("catalog_half_a_tile", 3, "tile_col", ("2", ""), ("", "")),
    tiles("catalog_half_a_tile", 4, "tile_row", ("2", "2"), ("", "2")),
    tiles("catalog_tile_taken", 4, "tile_row", ("2", "1"), ("2", "1")),
    cell("catalog_scale_mismatch", MEASURES, 3, "display_scale", "1000"),
    cell("catalog_scale_mismatch", MEASURES, 2, "display_scale", "1"),
    cell("catalog_scale_mismatch", MEASURES, 4, "display_scale", "1000"),
    cell("catalog_unit_mismatch", MEASURES, 3, "display_unit", "万吨"),
    cell("catalog_unit_mismatch", MEASURES, 4, "display_unit", "%"),
    cell("catalog_parts_not_ratio", MEASURES, 4, "numerator_id", "volunteers_trained"),
    cell("catalog_parts_incomplete", MEASURES, 2, "numerator_id", "volunteers_trained"),
    case("catalog_bad_part", MEASURES, 2, "numerator_id", DENOMINATOR, (MEASURES, 2, "numerator_id", "a[b")),
    # figures
    cell("catalog_not_integer", FIGURES, 7, "value", "13000.5"),
    cell("catalog_not_integer", TARGETS, 3, "value", "1/3"),
    whole_plan("catalog_bad_share", "60"),
    cell("catalog_weight_negative", TARGETS, 3, "weight", "-0.5"),
    cell("catalog_bad_number", TARGETS, 3, "weight", "NaN"),
    cell("catalog_negative", FIGURES, 7, "value", "-1"),
    cell("catalog_share_out_of_range", FIGURES, 2, "value", "62.5"),
    cell("catalog_share_out_of_range", TARGETS, 2, "value", "90"),
    case(
        "catalog_not_done_or_open",
        FIGURES,
        6,
        "value",
        (MEASURES, 4, "kind", "milestone"),
        (FIGURES, 6, "value", "0.5"),
        (TARGETS, 4, "value", "0"),
    ),
    case("catalog_window_reversed", FIGURES, 7, "window_end", (FIGURES, 7, "window_start", "2024-01-01")),
    case(
        "catalog_window_reversed",
        TARGETS,
        2,
        "window_end",
        (TARGETS, 2, "window_start", "2025-01-01"),
        (TARGETS, 2, "window_end", "2024-12-31"),
    ),
    cell("catalog_two_periods", FIGURES, 3, "as_of", "2022-12-31"),
    cell("catalog_needs_window", FIGURES, 3, "window_end", ""),
    cell("catalog_needs_date", FIGURES, 6, "as_of", ""),
    cell("catalog_needs_period", FIGURES, 2, "as_of", ""),
    case("catalog_later_than_source", FIGURES, 7, "window_end", (FIGURES, 7, "load", "primary")),
    cell("catalog_later_than_source", FIGURES, 2, "as_of", "2023-03-16"),
    case(
        "catalog_key_twice",
        FIGURES,
        8,
        "figure_id",
        lambda plan: plan.add(FIGURES, 6, figure_id="W5", value="430"),
    ),
    case("catalog_vintage_of_another", FIGURES, 7, "vintage_of", published_before("W4", "W3")),
    case("catalog_vintage_loaded", FIGURES, 2, "vintage_of", published_before("W1", "W1")),
    case("catalog_unknown_figure", FIGURES, 7, "vintage_of", published_before("W4", "W9")),
    case("catalog_partition_sum", FIGURES, 4, "value", (FIGURES, 5, "value", "4100")),
    # targets
    case(
        "catalog_period_kind",
        TARGETS,
        4,
        "period_type",
        (TARGETS, 4, "period_type", "cumulative_window"),
        (TARGETS, 4, "window_start", "2023-01-01"),
        (TARGETS, 4, "window_end", "2025-12-31"),
        (TARGETS, 4, "baseline_figure_id", ""),
    ),
    case(
        "catalog_period_kind",
        TARGETS,
        3,
        "period_type",
        (TARGETS, 3, "period_type", "by_date"),
        (TARGETS, 3, "deadline", "2025-12-31"),
    ),
    case("catalog_parameter_target", TARGETS, 4, "measure_id", (MEASURES, 4, "kind", "parameter")),
    cell("catalog_years_missing", TARGETS, 3, "years", ""),
    case("catalog_single_year", TARGETS, 3, "years", (TARGETS, 3, "period_type", "single_year")),
    cell("catalog_years_outside_window", TARGETS, 3, "years", "2023;2026"),
    cell("catalog_deadline_missing", TARGETS, 4, "deadline", ""),
    case(
        "catalog_window_missing",
        TARGETS,
        3,
        "window_start",
        (TARGETS, 3, "period_type", "cumulative_window"),
        (TARGETS, 3, "window_start", ""),
    ),
    case(
        "catalog_window_missing",
        TARGETS,
        3,
        "window_end",
        (TARGETS, 3, "period_type", "cumulative_window"),
        (TARGETS, 3, "window_end", ""),
    ),
    cell("catalog_comparator_direction", TARGETS, 4, "comparator", ">="),
    cell("catalog_comparator_direction", TARGETS, 3, "comparator", "<="),
    cell("catalog_baseline_period_type", TARGETS, 3, "baseline_figure_id", "W2"),
    cell("catalog_baseline_measure", TARGETS, 2, "baseline_figure_id", "W3"),
    case("catalog_baseline_not_loaded", TARGETS, 4, "baseline_figure_id", (FIGURES, 6, "load", "quarantine")),
    case("catalog_baseline_part", TARGETS, 4, "baseline_figure_id", (FIGURES, 6, "region_code", "990101")),
    case("catalog_baseline_late", TARGETS, 4, "baseline_figure_id", (TARGETS, 4, "deadline", "2022-06-30")),
    # identities
    cell("catalog_bad_expression", IDENTITIES, 2, "expression", "volunteers_trained +"),
    cell("catalog_bad_expression", IDENTITIES, 2, "expression", "(" * 5000),
]

WARNINGS = [
    case("catalog_break_outside", "breaks.csv", 2, "date", breaks(["landfill_daily", "2022-12-31", ""])),
    case("catalog_break_outside", "breaks.csv", 2, "date", breaks(["landfill_daily", "2026-01-01", ""])),
    case("catalog_file_unknown", "identites.csv", None, "", lambda plan: plan.put("identites.csv", b"")),
    cell("catalog_unit_unlisted", MEASURES, 3, "display_unit", "万场次"),
    cell("catalog_name_twice", MEASURES, 4, "name_zh", "志愿者培训"),
    cell("catalog_holding_target", TARGETS, 2, "value", "0.6"),
    cell("catalog_holding_target", TARGETS, 2, "value", "0.625"),
    cell("catalog_holding_target", TARGETS, 4, "value", "420"),
    case(
        "catalog_bad_expression",
        IDENTITIES,
        2,
        "expression",
        (IDENTITIES, 2, "kind", "context"),
        (IDENTITIES, 2, "expression", "10500 / 2.5; 10500 / 2"),
    ),
]


def named(cases):
    return pytest.mark.parametrize("broken", cases, ids=lambda broken: f"{broken.code}-{broken.file}-{broken.column}")


def place(problem):
    return problem.code, problem.file, problem.row, problem.column


@named(ERRORS)
def test_an_error_refuses_the_plan_and_says_where(plan, broken):
    broken.break_(plan)
    assert [place(problem) for problem in plan.errors()] == [(broken.code, broken.file, broken.row, broken.column)]


@named(WARNINGS)
def test_a_warning_leaves_the_plan_usable_and_says_where(plan, broken):
    broken.break_(plan)
    warnings = plan.load().warnings
    assert [place(problem) for problem in warnings] == [(broken.code, broken.file, broken.row, broken.column)]
    assert {problem.severity for problem in warnings} == {Severity.WARNING}


@pytest.mark.parametrize("lang", ["zh", "en"])
@named([*ERRORS, *WARNINGS])
def test_every_problem_can_be_worded(plan, broken, lang):
    broken.break_(plan)
    words = texts(lang)
    for problem in plan.errors() or plan.load().warnings:
        sentence = words(f"problem.{problem.code}", **problem.values)
        assert not re.search(r"[{}]|Decimal\(|Fraction\(|<\w+\.", sentence)
        if problem.suggestion:
            assert words.message(problem.suggestion)


def test_no_code_is_left_without_a_case():
    tested = {broken.code for broken in [*ERRORS, *WARNINGS]} | {"catalog_folder_missing", "catalog_region_root"}
    tested |= {code for code, *_ in CASES} | {"catalog_parent_circle"}
    worded = {key.removeprefix("problem.") for key in texts("zh").catalog if key.startswith("problem.catalog_")}
    assert tested == worded


def test_all_problems_come_at_once_in_the_order_of_the_files(plan):
    plan.set(FIGURES, 6, "value", "much")
    plan.set(TARGETS, 4, "comparator", ">=")
    plan.set(UNITS, 2, "integer", "maybe")
    plan.set(REGIONS, 4, "parent_code", "")
    found = [place(problem) for problem in plan.errors()]
    assert found == [
        ("catalog_bad_choice", UNITS, 2, "integer"),
        ("catalog_region_second_root", REGIONS, 4, "parent_code"),
        ("catalog_comparator_direction", TARGETS, 4, "comparator"),
        ("catalog_bad_number", FIGURES, 6, "value"),
    ]


def test_a_plan_without_a_region_of_its_own_is_refused(plan):
    plan.write(REGIONS, plan.table(REGIONS)[:1])
    errors = plan.errors()
    assert place(errors[0]) == ("catalog_region_root", REGIONS, None, "")
    assert {problem.code for problem in errors[1:]} == {"catalog_unknown_region"}


def test_rows_are_counted_as_a_spreadsheet_shows_them(plan):
    """A cell with a line break is one row, a blank row is one too."""
    plan.set(QUESTIONS, 2, "text_zh", "第一行\n第二行")
    rows = plan.table(QUESTIONS)
    plan.write(QUESTIONS, [*rows, ["", "", "", ""], ["Q2", "nobody", "问", "Ask"]])
    assert [place(problem) for problem in plan.errors()] == [("catalog_unknown_subject", QUESTIONS, 4, "subject")]


def test_an_unknown_id_comes_with_the_nearest_one(plan):
    plan.set(FIGURES, 7, "measure_id", "volunteer_trained")
    (problem,) = plan.errors()
    assert texts("en").message(problem.suggestion) == "Did you mean “volunteers_trained”?"
    assert texts("zh")("problem.catalog_unknown_measure", **problem.values) == "measures.csv 中没有指标“volunteer_trained”。"


def test_a_row_that_cannot_be_read_makes_no_second_error_where_it_is_named(plan):
    """W1 is the baseline of G1; that its value is wrong does not make it unknown."""
    plan.set(FIGURES, 2, "value", "62.5%")
    assert [problem.code for problem in plan.errors()] == ["catalog_bad_number"]


def test_the_warning_of_a_target_to_hold_names_both_numbers(plan):
    plan.set(TARGETS, 4, "value", "450")
    (warning,) = plan.load().warnings
    measure = plan.load().measures["landfill_daily"]
    assert (warning.values["baseline"], warning.values["goal"]) == (Quantity(420.0, measure), Quantity(450.0, measure))
    sentence = texts("zh")(f"problem.{warning.code}", **warning.values)
    assert sentence.startswith("目标 G3 的基期值420吨已达到目标值450吨")


def test_without_a_named_baseline_the_earliest_figure_is_the_one_to_hold(plan):
    plan.set(TARGETS, 4, "baseline_figure_id", "")
    plan.add(FIGURES, 6, figure_id="W5", value="290", as_of="2021-12-31")
    assert [problem.code for problem in plan.load().warnings] == ["catalog_holding_target"]
    plan.set(FIGURES, 8, "value", "310")
    plan.set(FIGURES, 6, "value", "290")
    assert plan.load().warnings == ()


@pytest.mark.parametrize(
    ("resident", "printed", "fits"),
    [
        ("6300", "6300人次", True),
        ("6250", "6250人次", True),
        ("6249", "6249人次", False),
        ("6000", "0.6万人次", True),
        ("5700", "0.57万人次", False),
    ],
)
def test_a_partition_must_sum_as_far_as_its_digits_say(plan, resident, printed, fits):
    """1.05万 = resident + 4200, within 50; 500 more where the residents are 0.6万, 50 more where they are 0.57万."""
    plan.set(FIGURES, 4, "value", resident)
    plan.set(FIGURES, 4, "printed", printed)
    assert (plan.errors() == ()) is fits


def test_without_printed_forms_a_partition_must_sum_exactly(plan):
    for row in (3, 4, 5):
        plan.set(FIGURES, row, "printed", "")
    plan.set(FIGURES, 5, "value", "4199")
    assert [problem.code for problem in plan.errors()] == ["catalog_partition_sum"]


def test_a_lower_bound_among_the_parts_leaves_room_upwards_only(plan):
    plan.set(FIGURES, 4, "qualifier", "gt")
    plan.set(FIGURES, 4, "value", "6000")
    assert plan.errors() == ()
    plan.set(FIGURES, 4, "value", "6351")
    assert [problem.code for problem in plan.errors()] == ["catalog_partition_sum"]


def test_what_is_not_loaded_is_no_part_of_a_partition(plan):
    plan.add(FIGURES, 5, figure_id="W2C", load="quarantine", value="999")
    assert plan.errors() == ()


def test_subsets_need_not_sum(plan):
    for row in (4, 5):
        plan.set(FIGURES, row, "partition", "overlap")
        plan.set(FIGURES, row, "value", "9000")
    assert plan.errors() == ()


def test_duplicates_are_listed_without_being_held_to_the_rules_of_what_is_judged(plan):
    plan.add(TARGETS, 3, target_id="G4", period_type="by_date", years="", deadline="2025-12-31", load="duplicate")
    catalog = plan.load()
    assert "G4" in catalog.targets
    assert [target.target_id for target in catalog.primary_targets] == ["G1", "G2", "G3"]
