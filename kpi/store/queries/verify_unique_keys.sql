-- grain: one row per key of the places given, or of all, that stands more than once in the projection, or twice in one batch
select observation_key as subject from current_observations
where $places::varchar[] is null or region_code in (select unnest($places::varchar[]))
group by observation_key having count(*) > 1
union
select observation_key || chr(31) || '#' || batch_id from observation_log
where $places::varchar[] is null or region_code in (select unnest($places::varchar[]))
group by observation_key, batch_id having count(*) > 1
