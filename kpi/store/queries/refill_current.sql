-- grain: one row per key touched by the batches in $batch_ids that still counts: newest upload, else newest baseline
with touched as (
    select distinct observation_key from observation_log where batch_id in (select unnest($batch_ids::bigint[]))
),
versions as materialized (
    select observation_key, batch_id, position from observation_log semi join touched using (observation_key)
),
newest as (
    select batch_id, position
    from versions join batches using (batch_id)
    where batches.withdrawn_at is null
    qualify row_number() over (
        partition by observation_key order by batches.kind = 'upload' desc, batches.approved_at desc, batch_id desc
    ) = 1
)
insert into current_observations by name
select * from observation_log semi join newest using (batch_id, position) where not removed
