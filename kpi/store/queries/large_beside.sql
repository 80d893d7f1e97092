-- grain: one row per row of the relation told_rows whose part has windows that do not simply follow one another or grow from one
-- day on, those there are already among them: a longer one may hold less than is in it, or something else than its parts come to
with told as (
    select measure_id, region_code, breakdown, member, window_start, window_end, value::double as value from told_rows
    where window_start is not null and window_end is not null and measure_id not in (select unnest($changes::varchar[]))
),
there as (
    select measure_id, region_code, breakdown, member, window_start, window_end, value::double as value from current_observations
    semi join (select distinct measure_id, region_code, breakdown, member from told) using (measure_id, region_code, breakdown, member)
    anti join told_rows using (observation_key)
    where window_start is not null and window_end is not null
),
figures as (from told union all from there),
starts as (
    select measure_id, region_code, breakdown, member, window_start, max(window_end) as last_end, count(*) as times
    from figures group by all
),
nested as (
    select measure_id, region_code, breakdown, member from starts qualify window_start <= max(last_end) over (
        partition by measure_id, region_code, breakdown, member order by window_start rows between unbounded preceding and 1 preceding
    )
),
falling as (
    select measure_id, region_code, breakdown, member from figures
    semi join (from starts where times > 1) using (measure_id, region_code, breakdown, member, window_start)
    qualify value < max(value) over (
        partition by measure_id, region_code, breakdown, member, window_start order by window_end
        rows between unbounded preceding and 1 preceding
    )
)
select position from told_rows semi join (from nested union from falling) using (measure_id, region_code, breakdown, member)
order by position
