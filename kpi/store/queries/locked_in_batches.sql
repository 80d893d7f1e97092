-- grain: one row per row of the batches named in $batch_ids and lock that holds over its last day
select lock_id, source_row from observation_log as log
join period_locks on coalesce(log.as_of, log.window_end) between starts_on and ends_on
where reopened_at is null and batch_id in (select unnest($batch_ids::bigint[]))
    and measure_id in (select measure_id from measures where measures.plan_id = period_locks.plan_id)
order by lock_id, source_row
