-- grain: one row per slot, place and window that has a current figure of exactly these days
with wanted as (
    select unnest($slots::integer[]) as slot, unnest($measures::varchar[]) as measure_id,
        unnest($breakdowns::varchar[]) as breakdown, unnest($members::varchar[]) as member,
        unnest($firsts::date[]) as window_start, unnest($lasts::date[]) as window_end
),
places as (
    select unnest($places::varchar[]) as region_code, unnest(range(len($places::varchar[]))) as place
)
select slot, place, window_start as stretch, window_start as start, window_end as "end", value::double as value, 0 as months,
    qualifier = 'eq' and certainty <> 'unknown' as plain
from current_observations
join wanted using (measure_id, breakdown, member, window_start, window_end)
join places using (region_code)
where window_end <= $as_of
