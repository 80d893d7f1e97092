"""A large file as an office's machine would write it: every measure of the plan, in every county, over ten years of months.

Its figures fit each other, as those of an office do: they grow slowly, what is counted from January on never falls, and shares
are those of the figures beside them. One of which nothing is `fitting` has made-up numbers: a doubt in every thirtieth row.
The same arguments always make the same file.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from bench.country import LAST_YEAR, MONTHS, YEARS, Size, counties_for, make_country
from bench.large import wholes_of
from kpi.catalog import Catalog, load_catalog
from kpi.ingest.periods import window_word
from kpi.model import Kind, Measure, in_percent

HEADER = ("指标代码", "地区", "起始日期", "截止日期", "数值", "单位")
_MADE_UP = """case when kind = 'milestone' then '1' when kind = 'rank' then (1 + number % 30)::varchar
        when percent then printf('%.2f', 1 + (number % 9000) / 100.0) when counted then (number % 90000)::varchar
        else printf('%.2f', (number % 900000) / 100.0) end"""
_FITTING = """case when kind = 'milestone' then '1' when kind = 'rank' then (1 + number % 30)::varchar
        when percent and depth > 0 then printf('%.2f', 100 * part)
        when percent then printf('%.2f', 30 + c % 40 + n / 12.0) when counted then round(100 * size)::bigint::varchar
        else printf('%.2f', size) end"""
_ROWS = """
select measure_id as "指标代码", region as "地区",
    case when so_far then (year(last_day) || '-01-01') when over_days then first_day::varchar end as "起始日期",
    last_day::varchar as "截止日期", shown as "数值", nullif(unit, '') as "单位"
from (
    select *, {shown} as shown
    from (
        select *, (400 + (root * 37 + c * 91) % 5000 + (whole % 100) / 100.0) * (120 + n) / 120 * pow(part, depth)
                * case when so_far then 1 + n % 12 else 1 end as size
        from (
            select *, hash(m * 1000003 + c * 9176 + n) >> 20 as number, hash(root * 1000003 + c * 9176 + n) >> 20 as whole,
                make_date(first_year + n // 12, 1 + n % 12, 1) as first_day,
                last_day(make_date(first_year + n // 12, 1 + n % 12, 1)) as last_day, (200 + c * 7 % 300 + n) / 1000.0 as part
            from measures, counties, (select unnest(range({months})) as n), (select $first_year as first_year)
        )
    )
)
order by c, m, n
"""


def write_file(catalog: Catalog, path: Path, *, encoding: str = "utf-8", fitting: bool = True) -> int:
    """Writes the file and returns how many figures it has."""
    measures = [m for m in catalog.measures.values() if m.kind is not Kind.PARAMETER]
    counties = [region for region in catalog.regions.values() if region.region_code.startswith("X")]
    with duckdb.connect() as connection:
        connection.register("measures", _measures(catalog, measures))
        names = [region.name_zh for region in counties]
        connection.register("counties", pa.table({"c": range(len(names)), "region": names}))
        statement = _ROWS.format(shown=_FITTING if fitting else _MADE_UP, months=MONTHS)
        first = LAST_YEAR - YEARS + 1
        connection.execute(f"create table rows as {statement}", {"first_year": first})
        connection.execute(f"copy rows to '{path}' (header, delimiter ',')")
        count = int(connection.execute("select count(*) from rows").fetchall()[0][0])
    if encoding != "utf-8":
        path.write_bytes(path.read_text("utf-8").encode(encoding))
    return count


def _measures(catalog: Catalog, measures: list[Measure]) -> pa.Table:
    wholes, numbers = wholes_of(catalog), {each.measure_id: number for number, each in enumerate(measures)}
    chains = [list(_above(wholes, each.numerator_id or each.measure_id)) for each in measures]
    return pa.table({
        "m": range(len(measures)),
        "root": [numbers.get(chain[-1] if chain else each.measure_id, 0) for each, chain in zip(measures, chains, strict=True)],
        "depth": [len(chain) for chain in chains],
        "measure_id": [each.measure_id for each in measures],
        "kind": [str(each.kind) for each in measures],
        "percent": [in_percent(each) for each in measures],
        "counted": [each.unit.integer and each.display_scale == 1 for each in measures],
        "over_days": [each.kind in (Kind.FLOW, Kind.CHANGE) for each in measures],
        "so_far": ["累计" in window_word(each.name_zh)[1] for each in measures],
        "unit": ["" if each.kind in (Kind.RANK, Kind.MILESTONE) else each.display_unit for each in measures],
    })  # fmt: skip


def _above(wholes: Mapping[str, str], measure_id: str) -> Iterator[str]:
    """What a measure is a part of, and what that is a part of."""
    while measure_id in wholes:
        yield (measure_id := wholes[measure_id])


def country(folder: Path, figures: int) -> Catalog:
    """The plan of a country whose counties have about so many figures."""
    return load_catalog(make_country(folder, counties_for(figures)))


TODAY = date(LAST_YEAR + 1, 1, 15)
__all__ = ["HEADER", "TODAY", "Size", "country", "write_file"]
