-- grain: one row per slot, place and stretch that has current figures: their sum, and whether they can be taken together
with wanted as (
    select unnest($slots::integer[]) as slot, unnest($measures::varchar[]) as measure_id,
        unnest($breakdowns::varchar[]) as breakdown, unnest($members::varchar[]) as member,
        unnest($firsts::date[]) as first, unnest($lasts::date[]) as last
),
told as ( -- a list is looked up once for each spelling of a block: twice as fast as the joins alone
    select * from current_observations
    where list_contains($measures::varchar[], measure_id) and window_end <= $as_of
        and window_end between list_min($firsts::date[]) and list_max($lasts::date[])
),
places as (
    select unnest($places::varchar[]) as region_code, unnest(range(len($places::varchar[]))) as place
),
counted as (
    select slot, place, first, value, window_start, window_end,
        window_start >= first and qualifier = 'eq' and certainty <> 'unknown'
            and day(window_start) = 1 and window_end = last_day(window_end) as plain,
        if(plain, ((1 << (month(window_end) - month(window_start) + 1)) - 1) << (month(window_start) - 1), 0) as months
    from told
    join wanted using (measure_id, breakdown, member)
    join places using (region_code)
    where window_end between first and last
)
select slot, place, first as stretch, min(window_start) as start, max(window_end) as "end", sum(value)::double as value,
    bit_or(months) as months,
    bool_and(coalesce(plain, false)) and sum(bit_count(months)) = bit_count(bit_or(months)) as plain
from counted
group by slot, place, first
