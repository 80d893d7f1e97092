-- grain: one row per key whose projection is not what the log says
with newest as (
    select log.* from observation_log as log join batches using (batch_id)
    where batches.withdrawn_at is null
    qualify row_number() over (
        partition by observation_key order by batches.kind = 'upload' desc, batches.approved_at desc, batch_id desc
    ) = 1
),
expected as (from newest where not removed),
differing as (
    (from expected except from current_observations) union (from current_observations except from expected)
)
select distinct observation_key as subject from differing order by subject
