-- grain: one row per figure whose region, measure, period and way of writing are all known
create or replace table found as
select line, place, measure_id, region_code, breakdown, member, window_start, window_end, as_of,
    cast(cast(number as decimal(19, 6)) * cast(scale as decimal(19, 8)) as decimal(28, 8)) as value, qualifier, text || suffix as printed, n, half, m, p, r
from entries
join known_regions using (r) join known_periods using (m, p) join known_ways using (m, way)
where not odd and state = 0
