-- grain: one row per key that stands more than once among the rows of the batches in $batch_ids
select observation_key, count(*) as times from observation_log
where batch_id in (select unnest($batch_ids::bigint[]))
group by observation_key having count(*) > 1
