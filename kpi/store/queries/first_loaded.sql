-- grain: one row per measure (of $measures), part of it ('' for the whole) and region (of $places); days in Asia/Shanghai
-- of figures that count: first and last days of what each speaks of, the day on which the first batch that brought one was made, and
-- whether the plan did
with firsts as (
    select measure_id, breakdown, member, region_code, window_start, coalesce(window_end, as_of) as ended_on, min(batches.approved_at) as first_at,
        bool_or(batches.kind = 'baseline') as of_plan
    from observation_log join batches using (batch_id)
    where not removed and withdrawn_at is null and coalesce(window_end, as_of) is not null
        and measure_id in (select unnest($measures::varchar[])) and region_code in (select unnest($places::varchar[])) and approved_at <= coalesce($known_at::timestamp, approved_at)
    group by all
)
select measure_id, breakdown, member, region_code, list(window_start) as starts, list(ended_on) as ends,
    list(cast(first_at + interval 8 hour as date)) as came_on, list(of_plan) as of_plan
from firsts group by measure_id, breakdown, member, region_code
