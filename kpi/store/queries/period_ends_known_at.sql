-- grain: one row per day that a figure of the measures and places given, or of all, ended on as known at $known_at
with approved as (
    select observation_key, removed, coalesce(as_of, window_end) as last, batches.kind, batches.approved_at, batch_id
    from observation_log join batches using (batch_id)
    where approved_at <= $known_at and (withdrawn_at is null or withdrawn_at > $known_at)
        and ($measures::varchar[] is null or measure_id in (select unnest($measures::varchar[])))
        and ($places::varchar[] is null or region_code in (select unnest($places::varchar[])))
),
taken_out as (select distinct observation_key from approved where removed), -- of these alone the newest row has to be found
newest as (
    select removed, last from approved semi join taken_out using (observation_key)
    qualify row_number() over (
        partition by observation_key order by kind = 'upload' desc, approved_at desc, batch_id desc
    ) = 1
)
select last from approved anti join taken_out using (observation_key) where last is not null
union
select last from newest where not removed and last is not null
