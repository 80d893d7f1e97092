-- grain: one row per slot and place that has current figures: the one that ends last, of several the longest
with wanted as (
    select unnest($slots::integer[]) as slot, unnest($measures::varchar[]) as measure_id,
        unnest($breakdowns::varchar[]) as breakdown, unnest($members::varchar[]) as member
),
told as ( -- a list is looked up once for each spelling of a block: twice as fast as the joins alone
    select * from current_observations
    where list_contains($measures::varchar[], measure_id) and coalesce(as_of, window_end) <= $as_of
),
places as (
    select unnest($places::varchar[]) as region_code, unnest(range(len($places::varchar[]))) as place
),
ended as (
    select slot, place, value, as_of, coalesce(as_of, window_start) as start, coalesce(as_of, window_end) as finish,
        (finish - date '1970-01-01') * 16777216 - (start - date '1970-01-01') as late,
        qualifier = 'eq' and certainty <> 'unknown' and start is not null as plain
    from told
    join wanted using (measure_id, breakdown, member)
    join places using (region_code)
)
select slot, place, arg_max(start, late) as start, arg_max(finish, late) as "end", count(as_of) > 0 as dated,
    arg_max(value, late)::double as value, bool_and(plain) and count(as_of) in (0, count(*)) as plain
from ended
group by slot, place
