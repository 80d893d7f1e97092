-- grain: one row per measure, region and last day of a whole figure that counts, with when the first batch that brought one was made
select measure_id, region_code, window_start, coalesce(window_end, as_of) as ended_on, min(batches.approved_at) as first_at,
    bool_or(batches.kind = 'baseline') as of_plan
from observation_log join batches using (batch_id)
where breakdown = '' and not removed and withdrawn_at is null and coalesce(window_end, as_of) is not null
    and approved_at <= coalesce($known_at::timestamp, approved_at)
group by all
