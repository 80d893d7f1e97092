"""Every measure of every plan that ships has a picture, and of which form; and what pictures say, by hand-worked numbers."""

from datetime import date
from functools import lru_cache

import pytest

from kpi import charts, services
from kpi.charts import plots
from kpi.i18n import texts
from kpi.model import Status
from kpi.services import Query
from kpi.views import BandKind, Course, Form, Lanes, Parts, Ranges, Years
from tests.databases import LETTER, PROJECT
from tests.unit.services.conftest import ZHANG, load, row, table

ZH = texts("zh")
NATIONAL = PROJECT / "data" / "examples" / "national"
CAPS = """subsidy_uplift_shortage_hs master_studio_subsidy_cap eval_standard_dev_cap cert_award_cap contest_participation_cap
    contest_prize_cap leading_talent_living_subsidy leading_talent_housing_subsidy leading_talent_rent_subsidy_monthly
    leading_talent_benefits patent_award_cap patent_award_eligible_types patent_award_si_years"""
NEVER_REPORTED = """online_courses_strategic skilled_talent_associations private_tech_schools_new rural_artisan_pass_rate
    provincial_contest_rank_best prov3_national_representatives"""
RANKS = "skilled_talent_rank_province talent_attraction_rank_national gba_chef_medal_rank"
FORMS = {
    "letter": {
        Form.TRAJECTORY: "skilled_share_of_employed highly_skilled_share training_subbases",
        Form.RANK: RANKS,
        Form.STEPS: "leading_skilled_talents",
        Form.YEARLY: "master_studios_new",
        Form.WINDOWS: """edu_skill_quality_training subsidized_training project_training public_practical_training
            training_vouchers key_tech_schools_provincial_new skill_certificates skill_certificates_senior_share
            city_competitions city_technical_experts""",
        Form.ONE: """skilled_talent_total highly_skilled_talent_total project_training_sectors center_intl_champions
            center_national_champions center_state_allowance_experts center_national_technical_experts
            center_provincial_technical_experts master_studio_applications skill_park_towns vocational_students
            voc_graduate_employment_rate key_tech_schools_provincial_plus integrated_majors_national
            provincial_key_majors_passed majors_offered major_points_added major_points_closed senior_class_student_share
            school_enterprise_partners vocational_groups industry_colleges industry_education_communities expert_pool
            expert_pool_sectors skill_certificates_mfg_share cert_occupations rural_artisan_applications
            rural_artisan_passed cert_award_enterprises cert_award_amount comps_hosted_selection_national
            national_team_trainings_hosted worldskills46_base_projects awards_national_pt awards_provincial_pt
            gba_chef_contestants""",
        Form.RANGE: CAPS,
        Form.PARTS: """platform_carriers vocational_schools strategic_clusters eval_standards cert_issuing_units
            technician_certificates gba_chef_awards prov3_contest_awards policy_documents""",
        Form.MILESTONE: "national_standard_packer policy_milestone",
        Form.EMPTY: """certified_skilled_new cantonese_chef_certified nanyue_housekeeping_training
            online_concurrent_capacity training_subbases_new eval_standards_new cert_enterprises_new
            worldskills_training_projects awards_national_items awards_provincial_items awards_international_items
            comps_hosted_national_provincial""",
        Form.ASKED: f"employed_total {NEVER_REPORTED}",
    },
    "demo": {
        Form.TRAJECTORY: """skilled_talent_total highly_skilled_talent_total employed_total skilled_share_of_employed
            highly_skilled_share project_training_sectors online_concurrent_capacity platform_carriers training_subbases
            skill_park_towns vocational_schools vocational_students voc_graduate_employment_rate
            key_tech_schools_provincial_plus integrated_majors_national provincial_key_majors_passed majors_offered
            senior_class_student_share school_enterprise_partners vocational_groups industry_colleges
            industry_education_communities eval_standards expert_pool expert_pool_sectors cert_occupations
            worldskills46_base_projects policy_documents""",
        Form.RANK: RANKS,
        Form.STEPS: "subsidized_training project_training key_tech_schools_provincial_new leading_skilled_talents",
        Form.YEARLY: """certified_skilled_new edu_skill_quality_training public_practical_training training_vouchers
            nanyue_housekeeping_training master_studios_new master_studio_applications training_subbases_new
            major_points_added major_points_closed eval_standards_new cert_issuing_units skill_certificates
            skill_certificates_senior_share cert_enterprises_new technician_certificates rural_artisan_applications
            rural_artisan_passed comps_hosted_selection_national national_team_trainings_hosted awards_national_pt
            awards_provincial_pt awards_national_items awards_provincial_items awards_international_items
            comps_hosted_national_provincial gba_chef_contestants prov3_contest_awards city_competitions
            city_technical_experts""",
        Form.WINDOWS: "cantonese_chef_certified worldskills_training_projects",
        Form.ONE: """center_intl_champions center_national_champions center_state_allowance_experts
            center_national_technical_experts center_provincial_technical_experts skill_certificates_mfg_share
            cert_award_enterprises cert_award_amount""",
        Form.RANGE: CAPS,
        Form.PARTS: "strategic_clusters gba_chef_awards",
        Form.MILESTONE: "national_standard_packer policy_milestone",
        Form.ASKED: NEVER_REPORTED,
    },
    "14th": {
        Form.TRAJECTORY: """urbanization_rate rd_expenditure_growth high_value_patents_per_10k digital_core_share
            schooling_years doctors_per_1000 pension_coverage pension_insured nursery_places_per_1000 nursery_places
            life_expectancy energy_intensity_change_new co2_intensity_change good_air_days good_air_days_ex_dust
            good_surface_water forest_coverage""",
        Form.YEARLY: """gdp labor_productivity rd_spending rd_intensity urban_unemployment urban_unemployment_december
            grain_output energy_output""",
        Form.CHANGES: """gdp_growth labor_productivity_growth rd_growth_nominal rd_intensity_rise
            disposable_income_growth income_growth_nominal energy_intensity_change energy_output_growth""",
        Form.ONE: "life_expectancy_rise",
        Form.EMPTY: "grain_capacity energy_capacity",
        Form.ASKED: "schooling_years_rise",
    },
    "15th": {
        Form.EMPTY: "physicians_per_1000 nursery_enrolment grain_capacity energy_capacity",
        Form.TRAJECTORY: """urbanization_rate high_value_patents_per_10k digital_core_share schooling_years
            care_bed_share life_expectancy non_fossil_share""",
        Form.CHANGES: "gdp_growth rd_expenditure_growth co2_intensity_change",
        Form.YEARLY: "grain_output energy_output",
    },
}
COUNTS = {"letter": 98, "demo": 98, "14th": 37, "15th": 16}


def opened(name, ready_made, looked_at):
    catalog = LETTER if name in ("letter", "demo") else NATIONAL / name
    return looked_at.lend(ready_made.of(catalog, demo=name == "demo"), catalog)


@pytest.fixture(scope="module")
def views(ready_made, looked_at):
    """Every measure of a plan, looked at once."""
    made = {}

    def of(name):
        if name not in made:
            plan = opened(name, ready_made, looked_at)
            made[name] = {code: services.measure_view(plan, ZHANG, Query(), code) for code in plan.catalog.measures}
        return made[name]

    return of


@pytest.fixture(params=FORMS)
def every(request, views):
    return request.param, views(request.param)


@pytest.mark.slow
def test_every_measure_has_the_form_that_fits_it(every):
    name, measures = every
    named = {code: form for form, codes in FORMS[name].items() for code in codes.split()}
    assert {code: view.form for code, view in measures.items() if code in named} == named
    if name != "15th":  # its library is smaller than the one it shares with the 14th
        assert len(measures) == COUNTS[name]
    assert [code for code in measures if code not in named] == []


@pytest.mark.slow
def test_every_picture_can_be_laid_out_and_says_its_message(every):
    for view in every[1].values():
        for picture in view.pictures:
            assert picture.alt.startswith(view.name)
            assert picture.title
            assert laid_out(picture)


def laid_out(picture):
    """A still picture at both widths, or a figure with something on it."""
    if isinstance(picture, Lanes):
        return all(charts.lanes(picture, ZH, width=width).svg.startswith("<svg") for width in (960, 340))
    if isinstance(picture, Ranges):
        return all(charts.ranges(picture, ZH, width=width).svg.startswith("<svg") for width in (960, 340))
    if isinstance(picture, Parts):
        return bool(picture.groups)
    return bool(figure(picture).data)


@lru_cache(400)
def figure(picture):
    """A figure of Plotly, made once."""
    return (plots.course if isinstance(picture, Course) else plots.years)(picture, ZH)


@pytest.mark.slow
def test_the_deadline_is_on_every_axis(every):
    """Of days it is named, of years it is one of them, on a line of years it is within the line."""
    for view in every[1].values():
        for picture in view.pictures:
            if isinstance(picture, Course) and picture.goal and picture.goal.day:
                assert picture.goal.day in figure(picture).layout.xaxis.tickvals
            if isinstance(picture, Years) and picture.goal and picture.goal.day:
                assert picture.goal.day.year <= picture.bars[-1].year
            if isinstance(picture, Lanes):
                ends = [band.end for band in picture.here if band.end]
                assert [end for end in ends if not picture.first <= end <= picture.last] == []


@pytest.mark.slow
def test_what_may_not_be_compared_shares_no_scale_with_its_target(every):
    """A target that no figure may be held against has no place beside one: neither goal, nor path, nor quota with a value."""
    apart = (Status.NOT_COMPARABLE, Status.NO_DATA, Status.NOT_STARTED)
    for view in every[1].values():
        blocked = {each.goal.text for each in view.standings if each.status in apart and each.assessment.year is None}
        for picture in view.pictures:
            if isinstance(picture, Course) and picture.goal and picture.goal.text in blocked:
                assert (picture.goal.value, picture.path, picture.missing) == (None, (), None)
            if isinstance(picture, Years):
                held = [bar for bar in picture.bars if bar.point and bar.quota is not None]
                assert [bar for bar in held if not any(_judged_in(view, bar.year))] == []


def _judged_in(view, year):
    return (each.assessment.current_value is not None for each in view.standings if each.assessment.year == year)


@pytest.mark.slow
def test_one_figure_is_a_dot_and_no_line(every):
    for view in every[1].values():
        for picture in view.pictures:
            if isinstance(picture, Course):
                drawn = [trace for trace in figure(picture).data if trace.customdata is not None]
                assert [
                    trace for trace in drawn if trace.type == "scatter" and len(trace.x) == 1 and "lines" in trace.mode
                ] == []


def test_a_sum_stands_on_its_parts_and_its_gap_is_drawn(letter):
    """365 of 1,461 days are gone: 24.98 of 100; 12 are there, 13 fewer, and 88 fewer than 100."""
    (steps,) = services.measure_view(letter, ZHANG, Query(), "leading_skilled_talents").pictures
    (block,) = steps.blocks
    assert (block.start, block.end, block.base, block.point.value) == (date(2022, 1, 1), date(2022, 12, 31), 0, 12)
    assert steps.path == ((date(2022, 1, 1), 0), (date(2025, 12, 31), 100))
    assert (steps.behind.start, round(steps.behind.end, 2), steps.behind.text) == (12, 24.98, "比序时少13名")
    assert (steps.missing.start, steps.missing.end, steps.missing.text) == (12, 100, "距目标差88名")
    assert (steps.goal.day, steps.goal.text, steps.total) == (date(2025, 12, 31), "≥100名", "12名")


def test_years_come_together_one_on_top_of_the_other(letter):
    """6万, 7.5万 and, of 2023, 3万 in its first half: 16.5万. The figure of 2018–2023 is no part of it."""
    load(letter, table(*(row("subsidized_training", value, "人次", **of) for value, of in (
        ("60000", {"year": 2021}), ("75000", {"year": 2022}), ("30000", {"start": "2023-01-01", "end": "2023-06-30"}),
    ))))  # fmt: skip
    steps = services.measure_view(letter, ZHANG, Query(), "subsidized_training").pictures[0]
    assert [(block.base, block.base + block.point.value) for block in steps.blocks] == [
        (0, 60_000),
        (60_000, 135_000),
        (135_000, 165_000),
    ]
    assert steps.total == "16.5万人次"


def test_windows_that_do_not_fit_lie_one_above_the_other(letter):
    view = services.measure_view(letter, ZHANG, Query(), "subsidized_training")
    (windows,) = view.pictures
    (figure,), (window,), years = (lane.bands for lane in windows.lanes)
    assert (figure.kind, figure.start, figure.end) == (BandKind.OUTSIDE, date(2018, 1, 1), date(2023, 6, 30))
    assert (window.kind, window.start, window.end) == (BandKind.ASKED, date(2021, 1, 1), date(2025, 12, 31))
    assert [year.start.year for year in years] == [2023, 2024, 2025]
    assert windows.lanes[0].heading == "已有数，不计入本目标"
    assert windows.call == "待报2021—2023年分年数"
    assert [each.standing.current.text for each in view.headlines] == ["", ""]


def test_a_beginning_nobody_knows_is_left_open(letter):
    windows = services.measure_view(letter, ZHANG, Query(), "project_training").pictures[0]
    (figure,) = windows.lanes[0].bands
    assert (figure.start, figure.end) == (None, date(2023, 6, 30))


def test_a_ratio_shows_the_windows_of_its_parts(letter):
    windows = services.measure_view(letter, ZHANG, Query(), "skill_certificates_senior_share").pictures[0]
    above, below, target = windows.lanes
    assert [band.text for band in (*above.bands, *below.bands)] == [">4.7万人次", ">16.8万人次"]
    assert {band.start for band in (*above.bands, *below.bands)} == {date(2020, 1, 1)}
    assert target.heading == "目标每年≥33.33%"


def test_a_path_starts_at_the_baseline_and_the_gap_keeps_its_bound(letter):
    """At least 25.8 % leave at most 4.2 points to 30 %."""
    (course,) = services.measure_view(letter, ZHANG, Query(), "skilled_share_of_employed").pictures
    assert course.path == ((date(2023, 6, 30), 0.258), (date(2025, 12, 31), 0.3))
    assert (course.baseline.day, course.baseline.text) == (date(2023, 6, 30), "基期≥25.8%")
    assert [[point.text for point in run] for run in course.runs] == [["≥25.8%"]]
    assert (course.behind, course.expected, course.missing.text) == (None, None, "距目标差不超过4.2个百分点")


def test_a_floor_and_a_cap_are_one_range(letter):
    (living,) = services.measure_view(letter, ZHANG, Query(), "leading_talent_living_subsidy").pictures
    assert [(row.low, row.high, row.text) for row in living.rows] == [(150_000, 300_000, "≥15万元，≤30万元")]
    (studio,) = services.measure_view(letter, ZHANG, Query(), "master_studio_subsidy_cap").pictures
    assert [(row.low, row.high) for row in studio.rows] == [(0, 500_000)]
    (years,) = services.measure_view(letter, ZHANG, Query(), "patent_award_si_years").pictures
    assert [(row.low, row.high) for row in years.rows] == [(2, None)]
    (uplift,) = services.measure_view(letter, ZHANG, Query(), "subsidy_uplift_shortage_hs").pictures
    assert (uplift.rows[0].low, uplift.rows[0].high, uplift.top) == (0.3, 0.3, 1)


def test_what_is_not_there_says_what_is_asked_for_and_of_whom(letter):
    (asked,) = services.measure_view(letter, ZHANG, Query(), "employed_total").pictures
    assert asked.call == "请填报：某一日的数，单位万人"
    assert asked.remarks[0].startswith("规划未载明责任单位")
    assert asked.remarks[1:] == ("2023年6月30日约533.33万人：推算数，未载入",)
    (empty,) = services.measure_view(letter, ZHANG, Query(), "awards_national_items").pictures
    assert (empty.call, empty.title) == ("待报2023年数据", "目标每年≥5个")
    assert [(band.start.year, band.kind) for band in empty.here] == [(year, BandKind.EMPTY) for year in (2023, 2024, 2025)]


def test_a_milestone_is_a_day_on_the_line_once_it_is_done(letter):
    (open_one,) = services.measure_view(letter, ZHANG, Query(), "national_standard_packer").pictures
    assert [(band.kind, band.end, band.text) for band in open_one.here] == [(BandKind.EMPTY, None, "期限待核定")]
    (done,) = services.measure_view(letter, ZHANG, Query(), "policy_milestone").pictures
    assert [band.end.year for band in done.here] == [2018, 2021, 2021, 2022, 2022, 2022]
    assert done.here[0].text == "1.0版“技能人才之都”政策体系出台"


@pytest.mark.slow
def test_years_stand_beside_their_quota_and_say_what_is_missing(views):
    """28.34万 of 30万: 1.66万 are missing. The 210万 since 2018 is in no bar."""
    (years,) = views("demo")["edu_skill_quality_training"].pictures
    assert [bar.year for bar in years.bars] == [2023, 2024, 2025]
    assert {bar.quota for bar in years.bars} == {300_000}
    assert [(bar.quota_text, bar.gap) for bar in years.bars] == [("≥30", ""), ("≥30", "差0.83"), ("≥30", "差1.66")]
    assert years.remarks == ("未画入：210万人次（2018年1月—2023年6月），统计时段与本图不一致",)


@pytest.mark.slow
def test_a_break_cuts_the_line_and_takes_the_target_off_the_scale(views):
    course = views("14th")["good_air_days"].pictures[0]
    assert [[point.day.year for point in run] for run in course.runs] == [[2020, 2021, 2022, 2023, 2024], [2025]]
    assert [each.day for each in course.breaks] == [date(2025, 1, 1)]
    assert (course.goal.value, course.goal.day, course.path) == (None, date(2025, 12, 31), ())


@pytest.mark.slow
def test_a_change_is_drawn_as_it_adds_up_and_year_by_year(views):
    """0.962 × 0.992 = 0.9543: −4.6 % after two years. What was counted over 2016–2020 is in no bar."""
    adding_up, by_year = views("14th")["co2_intensity_change"].pictures
    assert [point.text for run in adding_up.runs for point in run][:2] == ["−3.8%", "−4.6%"]
    assert (adding_up.missing.start, adding_up.missing.end) == (pytest.approx(-0.1243, abs=1e-4), -0.18)
    assert (by_year.form, [bar.point.value for bar in by_year.bars]) == (Form.CHANGES, [-0.038, -0.008, 0, -0.034, -0.05])
    assert by_year.remarks == ("未画入：−18.8%（2016—2020年），统计时段与本图不一致",)


@pytest.mark.slow
def test_a_target_of_later_years_is_named_at_its_deadline_and_on_no_scale(views):
    (by_year,) = views("15th")["co2_intensity_change"].pictures
    assert (by_year.goal.day, by_year.goal.value, by_year.goal.text) == (date(2030, 12, 31), None, "≤−17%")
    assert [(bar.year, bar.point) for bar in by_year.bars[-5:]] == [(year, None) for year in range(2026, 2031)]


@pytest.mark.slow
def test_the_same_month_of_several_years_is_a_bar_each(views):
    (decembers,) = views("14th")["urban_unemployment_december"].pictures
    assert [(bar.year, bar.heading, bar.whole) for bar in decembers.bars] == [
        (year, f"{year}年12月", False) for year in (2020, 2022, 2024, 2025)
    ]


@pytest.mark.slow
def test_ways_to_read_a_target_are_lines_on_its_picture(views):
    rate = views("14th")["urban_unemployment"].pictures[0]
    assert [bar.quota for bar in rate.bars] == [None] * 6  # the target itself says no year
    assert {(line.day.year, line.value) for line in rate.lines} == {(year, 0.055) for year in range(2021, 2026)}


@pytest.mark.slow
def test_a_revision_stands_at_its_point(views):
    course = views("14th")["schooling_years"].pictures[0]
    first = course.runs[0][0]
    assert first.note.startswith("首次公布10.8年")
    assert course.remarks[0] == f"※2020年12月31日：{first.note}"


def test_a_page_names_the_targets_that_are_counted(letter):
    view = services.measure_view(letter, ZHANG, Query(), "subsidized_training")
    assert [(each.goal, each.call) for each in view.headlines] == [
        ("≥100万人次，2021—2025年", "待报2021—2023年分年数"),
        ("≥5万人次，2023年", "待报2023年数据"),
    ]


def test_a_measure_that_only_readings_are_held_against_tells_of_them_first(views):
    """The newer energy intensity has no target of its own: the plan's is of the older one."""
    (row,) = views("14th")["energy_intensity_change_new"].headlines
    assert (row.standing.target.target_id, row.standing.counted) == ("P14_14_new", False)
