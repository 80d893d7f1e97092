-- grain: one row per key that the batches named in $batch_ids touch
delete from current_observations where observation_key in (
    select observation_key from observation_log where batch_id in (select unnest($batch_ids::bigint[]))
)
