-- grain: one row per figure whose region, measure, period and way of writing are all known; of scales from 0.01 on the product has
-- as many decimals as the figure, and need not be rounded
create or replace table found as
select line, place, measure_id, region_code, breakdown, member, window_start, window_end, as_of,
    case when scale >= 0.01 then cast(number * cast(scale as decimal(14, 2)) as decimal(28, 8))
        else cast(cast(number as decimal(19, 6)) * cast(scale as decimal(19, 8)) as decimal(28, 8)) end as value, qualifier, text || suffix as printed, n, half, m, p, r
from entries
join known_regions using (r) join known_periods using (m, p) join known_ways using (m, way)
where not odd and state = 0
