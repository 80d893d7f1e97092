-- grain: one row per batch, measure and region that it has figures of
select distinct batch_id, measure_id, region_code from observation_log where $batch_id::bigint is null or batch_id = $batch_id
