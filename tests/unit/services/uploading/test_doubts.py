"""What is asked of a large file set-wise leaves out no doubt that the same rows would raise in a small one, and adds none."""

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kpi import quality, services
from kpi.ingest import LargeFigures
from kpi.ingest.bulk.figures import SCHEMA
from kpi.model import Observation, Qualifier
from kpi.services import UploadFile
from kpi.services.uploading.doubts import doubts_of
from kpi.store import with_key_texts
from tests.profiles import examples
from tests.unit.services.conftest import ZHANG

CITY, TOWN = "441900", "441900003"
DAYS = (date(2023, 12, 31), date(2024, 12, 31))
YEAR, HALF, REST = (date(2024, 1, 1), DAYS[1]), (date(2024, 1, 1), date(2024, 6, 30)), (date(2024, 7, 1), DAYS[1])
WINDOWS = (YEAR, HALF, REST, (date(2023, 1, 1), DAYS[0]))
STOCKS = {"skilled_talent_total": "万人", "highly_skilled_talent_total": "万人", "employed_total": "万人"}
FLOWS = {"rural_artisan_applications": "人", "rural_artisan_passed": "人"}
SHARES = ("highly_skilled_share", "skilled_share_of_employed", "rural_artisan_pass_rate")
MARKS = st.sampled_from([*[Qualifier.EQ] * 5, Qualifier.APPROX, Qualifier.GE, Qualifier.LT])


def of(measure, period, value, printed, mark=Qualifier.EQ, region=CITY, member=""):
    day = period if isinstance(period, date) else None
    start, end = (None, None) if day else period
    breakdown = "level" if member else ""
    return Observation(measure, region, breakdown, member, start, end, day, value, mark, printed=printed)


regions = st.sampled_from([CITY, TOWN])
stocks = st.builds(
    lambda measure, day, tenths, mark, region: of(
        measure, day, Decimal(tenths) * 1000, f"{Decimal(tenths) / 10}万人", mark, region
    ),
    st.sampled_from(list(STOCKS)),
    st.sampled_from(DAYS),
    st.sampled_from([100, 300, 333, 1000, 3000, 6000]),
    MARKS,
    regions,
)
flows = st.builds(
    lambda measure, window, value, mark, region: of(measure, window, Decimal(value), f"{value}人", mark, region),
    st.sampled_from(list(FLOWS)),
    st.sampled_from(WINDOWS),
    st.sampled_from([0, 10, 10, 20, 20, 30, 30, 200, 200, -5]),
    MARKS,
    regions,
)
shares = st.builds(
    lambda measure, period, percent, mark, region: of(
        measure, period, Decimal(percent) / 100, f"{percent}%" if percent != "30" else "三成", mark, region
    ),
    st.sampled_from(SHARES),
    st.sampled_from([*DAYS, *WINDOWS]),
    st.sampled_from(["33.3", "30", "10.00", "50", "100", "0", "33.33"]),
    MARKS,
    regions,
)
files = st.lists(st.one_of(stocks, flows, shares), min_size=1, max_size=14, unique_by=lambda row: row.key)


ALL_KINDS = [
    *(
        of("rural_artisan_passed", window, Decimal(value), f"{value}人")
        for window, value in zip(WINDOWS, (20, 30, 200, 7), strict=True)
    ),
    of("skilled_talent_total", DAYS[1], Decimal(10**9), "100000万人"),
    of("highly_skilled_talent_total", DAYS[1], Decimal(3330000), "333万人"),
    of("highly_skilled_share", DAYS[1], Decimal("0.333"), "33.3%"),
    of("employed_total", DAYS[1], Decimal(10**10), "1000000万人"),
    of("skilled_share_of_employed", DAYS[1], Decimal("0.1"), "10%"),
    of("skilled_talent_total", DAYS[0], Decimal(10**6), "100万人"),
    of("employed_total", DAYS[0], Decimal(10**7), "1000万人"),
    of("skilled_share_of_employed", DAYS[0], Decimal("0.3"), "30%"),
    of("cantonese_chef_certified", YEAR, Decimal(100000), "100000人次"),
    of("nanyue_housekeeping_training", YEAR, Decimal(30), "30人次"),
]
"""By hand: 30 and 200 of half a year in a year of 20; 333 of 100000 is not 33.3%; 100 of 1000 not 30%; and where there are no
figures yet 100,000 in a year for which 1,000 are aimed at, and 30 for 10,000.
"""


def told(problems):
    return [(each.code, each.severity, each.row, each.value, each.values) for each in problems]


def set_wise(workspace, rows):
    columns = {
        name: [getattr(row, name, None) for row in rows]
        for name in SCHEMA.names
        if name not in ("position", "source_row", "source_column", "qualifier")
    }
    columns |= {"position": range(len(rows)), "qualifier": [str(row.qualifier) for row in rows]}
    columns |= {"source_row": [row.row for row in rows], "source_column": ["E"] * len(rows)}
    table = pa.table([pa.array(columns[field.name], field.type) for field in SCHEMA], schema=SCHEMA)
    figures = LargeFigures("大.csv", len(rows), b"")
    return figures.rows(table), doubts_of(workspace, figures, with_key_texts(table), lambda stage, share: None)


THERE = """指标代码,起始日期,截止日期,地区,数值,单位
skilled_talent_total,,2023-12-31,441900,100,万人
skilled_talent_total,,2023-12-31,441900003,30,万人
highly_skilled_talent_total,,2024-12-31,441900,33.3,万人
highly_skilled_share,,2023-12-31,441900,33.3,%
employed_total,,2024-12-31,441900003,60,万人
rural_artisan_applications,2024-01-01,2024-12-31,441900,30,个
rural_artisan_passed,2024-01-01,2024-06-30,441900,10,人
rural_artisan_passed,2024-01-01,2024-12-31,441900003,20,人
"""


@pytest.fixture(params=["empty", "figures there"])
def workspace(request, opened):
    workspace = opened()
    if request.param != "empty":
        preview = services.check_upload(workspace, ZHANG, [UploadFile("已有.csv", THERE.encode())])
        assert [each.message for each in preview.problems if each.refuses] == []
        services.import_files(workspace, ZHANG, preview, note="更正", accept_warnings=True)
    return workspace


def test_the_same_doubts(workspace):
    seen = set()

    @settings(max_examples=examples(300), deadline=None)
    @example(ALL_KINDS)
    @given(files)
    def same(rows):
        numbered, found = set_wise(workspace, [numbered_row(row, place) for place, row in enumerate(rows, 2)])
        one_by_one = quality.upload_warnings(workspace.catalog, numbered, workspace.observations())
        assert told(found) == told(one_by_one)
        seen.update(each.code for each in found)

    same()
    assert seen >= {"ratio_differs", "outlier_high", "outlier_low", "cumulative_falls", "window_above", "parts_differ"}


def numbered_row(row, place):
    return Observation(
        *row.key, value=row.value, qualifier=row.qualifier, printed=row.printed, file="大.csv", row=place, column="E"
    )
