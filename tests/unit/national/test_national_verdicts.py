"""The 14th national plan judged at the end of 2024 and of 2025: every status worked out by hand from the rules.

Years are whole calendar years. From 31 December 2020 to 31 December 2025 there are 1,826 days, to the end of 2023 1,095, to the
end of 2024 1,461: 59.97 and 80.01 of a hundred.
"""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from kpi.catalog import load_catalog
from kpi.model import OBSERVATION_COLUMNS, Status
from kpi.progress import assess, summarise

NATIONAL = Path(__file__).resolve().parents[3] / "data" / "examples" / "national"
END_2024, END_2025 = date(2024, 12, 31), date(2025, 12, 31)

AT_END = {
    # No number was set.
    "P14_01": (Status.NOT_ASSESSED, Status.NOT_ASSESSED),
    # The target was not seen.
    "P14_02": (Status.NOT_ASSESSED, Status.NOT_ASSESSED),
    # 67.00 % and 67.89 % are at least 65 %; the second is dated on the deadline.
    "P14_03": (Status.MET, Status.MET),
    # Seen: 2021 and 2022. (1.098 · 1.077)^(1/2) − 1 = 8.745 %; ln 1.182546 ÷ (5 · ln 1.07) = 49.56 % at 2/5 = 40 %: lead +9.56.
    # At the end of 2025 the figure of 2025 is there, that of 2023 and 2024 is not: a hole, and the period is over.
    "P14_04": (Status.ON_PACE, Status.PENDING),
    # (11.8 − 6.3) ÷ (12 − 6.3) = 96.49 % at 59.97 % (end of 2023): lead +36.52. 16 at the end of 2025.
    "P14_05": (Status.ON_PACE, Status.MET),
    # 10.5 % for 2024; nothing for 2025, so nothing is dated on the deadline.
    "P14_06": (Status.MET, Status.PENDING),
    # “In step” without a tolerance.
    "P14_07": (Status.NOT_ASSESSED, Status.NOT_ASSESSED),
    # Each year or only 2025, average or month: several readings.
    "P14_08": (Status.NOT_ASSESSED, Status.NOT_ASSESSED),
    # (11.05 − 10.75) ÷ (11.3 − 10.75) = 54.55 % at 59.97 % (end of 2023): lead −5.42. Nothing for 2025.
    "P14_09": (Status.BEHIND, Status.PENDING),
    # 3.61 at the end of 2024 is at least 3.2; nothing for 2025.
    "P14_10": (Status.MET, Status.PENDING),
    # 95 % at the end of 2024, exactly on the line; the last one, of July 2025, is not dated on the deadline.
    "P14_11": (Status.MET, Status.PENDING),
    # (4.08 − 1.8) ÷ (4.5 − 1.8) = 84.44 % at 80.01 %: lead +4.43. 4.73 is of 26 December 2025, not of the deadline.
    "P14_12": (Status.ON_PACE, Status.PENDING),
    # 79 − 77.3 = 1.7 and 79.25 − 77.3 = 1.95 are at least 1.
    "P14_13": (Status.MET, Status.MET),
    # The definition changed with the figure of 2023, inside the years chained.
    "P14_14": (Status.NOT_COMPARABLE, Status.NOT_COMPARABLE),
    # 0.962 · 0.992 · 1 · 0.966 − 1 = −7.814 %: 43.41 % of −18 % at 80.01 %: lead −36.60. Times 0.95: −12.423 %, short of −18 %.
    "P14_15": (Status.FAR_BEHIND, Status.MISSED),
    # (87.2 − 87.0) ÷ (87.5 − 87.0) = 40 % at 80.01 %: lead −40.01. The figure of 2025 leaves out days of dust storms.
    "P14_16": (Status.FAR_BEHIND, Status.NOT_COMPARABLE),
    # 90.4 % and 91.4 % are at least 85 %.
    "P14_17": (Status.MET, Status.MET),
    # 25.09 % in 2024 is at least 24.1 %; nothing for 2025.
    "P14_18": (Status.MET, Status.PENDING),
    # Each year over without any figure of the capacity.
    "P14_19": (Status.PENDING, Status.PENDING),
    # No figure of the capacity: before the deadline and on it.
    "P14_20": (Status.NO_DATA, Status.PENDING),
}
READINGS = {
    ("P14_04_intensity", None): (Status.NOT_ASSESSED, Status.NOT_ASSESSED),  # above what was not seen
    # 1.081 · 1.029 · 1.061 · 1.051 = 1.240393 against 1.084 · 1.03 · 1.052 · 1.05 = 1.233308: +0.708 points.
    # With 1.05 for 2025 in both: +0.744.
    ("P14_07_whole", None): (Status.ON_PACE, Status.MET),
    ("P14_07_yearly", 2021): (Status.MISSED, Status.MISSED),  # 8.1 − 8.4
    ("P14_07_yearly", 2022): (Status.MISSED, Status.MISSED),  # 2.9 − 3.0
    ("P14_07_yearly", 2023): (Status.MET, Status.MET),  # 6.1 − 5.2
    ("P14_07_yearly", 2024): (Status.MET, Status.MET),  # 5.1 − 5.0
    ("P14_07_yearly", 2025): (Status.NOT_STARTED, Status.MET),  # 5.0 − 5.0
    ("P14_08_yearly", 2021): (Status.MET, Status.MET),  # 5.1
    ("P14_08_yearly", 2022): (Status.MISSED, Status.MISSED),  # 5.6
    ("P14_08_yearly", 2023): (Status.MET, Status.MET),  # 5.2
    ("P14_08_yearly", 2024): (Status.MET, Status.MET),  # 5.1
    ("P14_08_yearly", 2025): (Status.NOT_STARTED, Status.MET),  # 5.2
    ("P14_08_2025", 2025): (Status.NOT_STARTED, Status.MET),
    ("P14_13_census", None): (Status.MET, Status.MET),  # 79 − 77.93 = 1.07, 79.25 − 77.93 = 1.32
    # −11.6 ÷ −13.5 = 85.93 % at 80.01 %; 0.884 · 0.949 − 1 = −16.108 %.
    ("P14_14_new", None): (Status.ON_PACE, Status.MET),
    # The start, of 2023, is the only figure by the end of 2024; 89.3 % for 2025.
    ("P14_16_ex_dust", None): (Status.BASELINE_ONLY, Status.MET),
}
BEFORE_THE_15TH = {
    # Nothing newer than the start of each.
    **dict.fromkeys(["P15_02", "P15_04", "P15_05", "P15_06", "P15_08", "P15_10", "P15_12"], Status.BASELINE_ONLY),
    **dict.fromkeys(["P15_03", "P15_09", "P15_11"], Status.NOT_STARTED),  # their window begins on 1 January 2026
    **dict.fromkeys(["P15_07", "P15_14"], Status.NO_DATA),
    **dict.fromkeys(["P15_01", "P15_13"], Status.NOT_ASSESSED),  # a reasonable range, about 7.25
}
NUMBERS = {
    # target: at the end of 2024 or 2025, current value, distance_pct, lead_pp
    ("P14_04", END_2024): (0.087449, 49.56, 9.56),
    ("P14_05", END_2024): (11.8, 96.49, 36.52),
    ("P14_09", END_2024): (11.05, 54.55, -5.42),
    ("P14_12", END_2024): (4.08, 84.44, 4.43),
    ("P14_13", END_2024): (1.7, 170.0, None),
    ("P14_15", END_2024): (-0.078142, 43.41, -36.60),
    ("P14_15", END_2025): (-0.124235, 69.02, None),
    ("P14_16", END_2024): (0.872, 40.0, -40.01),
    ("P14_14_new", END_2024): (-0.116, 85.93, 5.91),
    ("P14_14_new", END_2025): (-0.161084, 119.32, None),
}


@pytest.fixture(scope="module")
def catalog():
    return load_catalog(NATIONAL / "14th")


def frame_of(catalog):
    """A catalog's figures as the store's observation frame."""
    rows = [{name: getattr(each, name, 1) for name in OBSERVATION_COLUMNS} for each in catalog.observations()]
    frame = pd.DataFrame(rows, columns=list(OBSERVATION_COLUMNS)).astype({"value": "float64"})
    for column in ("window_start", "window_end", "as_of"):
        frame[column] = pd.to_datetime(frame[column]).astype("datetime64[s]")
    return frame


@pytest.fixture(scope="module")
def assessed(catalog):
    observations = frame_of(catalog)
    return {day: assess(catalog, observations, day) for day in (END_2024, END_2025)}


@pytest.mark.parametrize("target_id", AT_END)
def test_the_twenty(assessed, target_id):
    found = [
        next(each for each in summarise(assessed[day], day).counted if each.target_id == target_id).status for day in assessed
    ]
    assert tuple(found) == AT_END[target_id]


@pytest.mark.parametrize(("target_id", "year"), READINGS)
def test_second_lines_and_readings(assessed, target_id, year):
    found = [
        next(each for each in rows if (each.target_id, each.year) == (target_id, year)).status for rows in assessed.values()
    ]
    assert tuple(found) == READINGS[target_id, year]


def test_every_row_is_worked_out(assessed):
    rows = {(each.target_id, each.year) for each in assessed[END_2025]}
    yearly = {("P14_19", year) for year in range(2021, 2026)}
    assert rows == READINGS.keys() | yearly | {(target_id, None) for target_id in AT_END if target_id != "P14_19"}


def test_second_lines_are_not_counted(assessed):
    assert {each.target_id for each in summarise(assessed[END_2025], END_2025).counted} == AT_END.keys()


@pytest.mark.parametrize(("target_id", "day"), NUMBERS)
def test_numbers(assessed, target_id, day):
    current, distance, lead = NUMBERS[target_id, day]
    found = next(each for each in assessed[day] if each.target_id == target_id)
    assert found.current_value == pytest.approx(current, abs=5e-7)
    assert round(found.distance_pct, 2) == distance
    assert lead is None or round(found.lead_pp, 2) == lead


def test_a_revised_base_changes_no_verdict_and_carries_no_line(assessed, catalog):
    """60.6 % of 2019 was never restated on the census of 2020, nor the digital share of 2020 on that of 2023; schooling was."""
    assert [(each.measure_id, each.date) for each in catalog.revised_bases] == [
        ("urbanization_rate", date(2020, 11, 1)),
        ("digital_core_share", date(2023, 12, 31)),
    ]
    urban, schooling = (next(each for each in assessed[END_2024] if each.target_id == name) for name in ("P14_03", "P14_09"))
    assert (urban.status, urban.projected_value, urban.cagr_ratio) == (Status.MET, None, None)
    assert [remark.key for remark in urban.remarks] == ["reason.rebased"]
    assert schooling.projected_value is not None
    assert "reason.rebased" not in [remark.key for remark in schooling.remarks]


def test_the_years_of_research_spending_that_are_missing_are_named(assessed):
    found = next(each for each in assessed[END_2025] if each.target_id == "P14_04")
    assert found.current_value == pytest.approx(0.087449, abs=5e-7)  # what the chain of 2021 and 2022 reached
    assert found.current_date == date(2022, 12, 31)


def test_the_15th_plan_on_the_eve_of_its_first_year():
    catalog = load_catalog(NATIONAL / "15th")
    assert {each.target_id: each.status for each in assess(catalog, frame_of(catalog), END_2025)} == BEFORE_THE_15TH
