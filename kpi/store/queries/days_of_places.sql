-- grain: one row per slot, place and cut that has current figures of a day on or before it: the first and the newest of them
with wanted as (
    select unnest($slots::integer[]) as slot, unnest($measures::varchar[]) as measure_id,
        unnest($breakdowns::varchar[]) as breakdown, unnest($members::varchar[]) as member, unnest($cuts::date[]) as cut
),
told as ( -- a list is looked up once for each spelling of a block: twice as fast as the joins alone
    select * from current_observations where list_contains($measures::varchar[], measure_id) and as_of <= $as_of
),
places as (
    select unnest($places::varchar[]) as region_code, unnest(range(len($places::varchar[]))) as place
)
select slot, place, cut, max(as_of) as newest, arg_max(value, as_of)::double as newest_value,
    min(as_of) as earliest, arg_min(value, as_of)::double as earliest_value,
    bool_and(qualifier = 'eq' and certainty <> 'unknown') as plain
from told
join wanted using (measure_id, breakdown, member)
join places using (region_code)
where as_of <= cut
group by slot, place, cut
