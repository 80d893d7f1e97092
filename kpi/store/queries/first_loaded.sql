-- grain: one row per measure (of $measures) and region of whole figures that count: first and last days of what each speaks of, the
-- day in Asia/Shanghai on which the first batch that brought one was made, and whether the plan did
with firsts as (
    select measure_id, region_code, window_start, coalesce(window_end, as_of) as ended_on, min(batches.approved_at) as first_at,
        bool_or(batches.kind = 'baseline') as of_plan
    from observation_log join batches using (batch_id)
    where breakdown = '' and not removed and withdrawn_at is null and coalesce(window_end, as_of) is not null
        and measure_id in (select unnest($measures::varchar[])) and approved_at <= coalesce($known_at::timestamp, approved_at)
    group by all
)
select measure_id, region_code, list(window_start) as starts, list(ended_on) as ends,
    list(cast(first_at + interval 8 hour as date)) as came_on, list(of_plan) as of_plan
from firsts group by measure_id, region_code
