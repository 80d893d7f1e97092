"""A large file as an office's machine would write it: every measure of the plan, in every county, over ten years of months.

The same arguments always make the same file.
"""

from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from bench.country import LAST_YEAR, MONTHS, YEARS, Size, counties_for, make_country
from kpi.catalog import Catalog, load_catalog
from kpi.ingest.periods import window_word
from kpi.model import Kind, in_percent

HEADER = ("指标代码", "地区", "起始日期", "截止日期", "数值", "单位")
_ROWS = """
select measure_id as "指标代码", region as "地区",
    case when so_far then (year(last_day) || '-01-01') when over_days then first_day::varchar end as "起始日期",
    last_day::varchar as "截止日期", shown as "数值", nullif(unit, '') as "单位"
from (
    select *, case when kind = 'milestone' then '1' when kind = 'rank' then (1 + number % 30)::varchar
        when percent then printf('%.2f', 1 + (number % 9000) / 100.0) when counted then (number % 90000)::varchar
        else printf('%.2f', (number % 900000) / 100.0) end as shown
    from (
        select *, hash(m * 1000003 + c * 9176 + n) >> 20 as number, make_date(first_year + n // 12, 1 + n % 12, 1) as first_day,
            last_day(make_date(first_year + n // 12, 1 + n % 12, 1)) as last_day
        from measures, counties, (select unnest(range(months)) as n), (select $first_year as first_year)
    )
)
order by c, m, n
"""


def write_file(catalog: Catalog, path: Path, *, encoding: str = "utf-8") -> int:
    """Writes the file and returns how many figures it has."""
    measures = [m for m in catalog.measures.values() if m.kind is not Kind.PARAMETER]
    counties = [region for region in catalog.regions.values() if region.region_code.startswith("X")]
    with duckdb.connect() as connection:
        connection.register("measures", _measures(measures))
        names = [region.name_zh for region in counties]
        connection.register("counties", pa.table({"c": range(len(names)), "region": names}))
        statement = _ROWS.replace("range(months)", f"range({MONTHS})")
        first = LAST_YEAR - YEARS + 1
        connection.execute(f"create table rows as {statement}", {"first_year": first})
        connection.execute(f"copy rows to '{path}' (header, delimiter ',')")
        count = int(connection.execute("select count(*) from rows").fetchall()[0][0])
    if encoding != "utf-8":
        path.write_bytes(path.read_text("utf-8").encode(encoding))
    return count


def _measures(measures: list) -> pa.Table:  # type: ignore[type-arg]
    return pa.table({
        "m": range(len(measures)),
        "measure_id": [each.measure_id for each in measures],
        "kind": [str(each.kind) for each in measures],
        "percent": [in_percent(each) for each in measures],
        "counted": [each.unit.integer and each.display_scale == 1 for each in measures],
        "over_days": [each.kind in (Kind.FLOW, Kind.CHANGE) for each in measures],
        "so_far": ["累计" in window_word(each.name_zh)[1] for each in measures],
        "unit": ["" if each.kind in (Kind.RANK, Kind.MILESTONE) else each.display_unit for each in measures],
    })  # fmt: skip


def country(folder: Path, figures: int) -> Catalog:
    """The plan of a country whose counties have about so many figures."""
    return load_catalog(make_country(folder, counties_for(figures)))


TODAY = date(LAST_YEAR + 1, 1, 15)
__all__ = ["HEADER", "TODAY", "Size", "country", "write_file"]
