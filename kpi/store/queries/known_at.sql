-- grain: one row per observation key of the places given, or of all, as known at $known_at
with approved as (
    select observation_key, batch_id, position, batches.kind, batches.approved_at
    from observation_log join batches using (batch_id)
    where approved_at <= $known_at and (withdrawn_at is null or withdrawn_at > $known_at)
        and ($places::varchar[] is null or region_code in (select unnest($places::varchar[])))
),
newest as (
    select batch_id, position from approved
    qualify row_number() over (
        partition by observation_key order by kind = 'upload' desc, approved_at desc, batch_id desc
    ) = 1
)
select measure_id, region_code, breakdown, member, window_start, window_end, as_of, value, qualifier, certainty, printed,
    file, sheet, source_row as row, coalesce(source_column, '') as "column", figure_id, source_id, section, note, batch_id
from observation_log semi join newest using (batch_id, position)
where not removed and ($places::varchar[] is null or region_code in (select unnest($places::varchar[])))
order by batch_id, position
