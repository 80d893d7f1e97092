-- grain: one row per key that stands more than once in the projection, or twice in one batch
select observation_key as subject from current_observations group by observation_key having count(*) > 1
union
select observation_key || chr(31) || '#' || batch_id from observation_log
group by observation_key, batch_id having count(*) > 1
