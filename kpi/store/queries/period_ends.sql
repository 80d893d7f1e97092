-- grain: one row per day that a current figure of the measures, places and batches given, or of all, ends on
select distinct coalesce(as_of, window_end) as last
from current_observations
where ($measures::varchar[] is null or measure_id in (select unnest($measures::varchar[])))
    and ($places::varchar[] is null or region_code in (select unnest($places::varchar[])))
    and ($batches::bigint[] is null or batch_id in (select unnest($batches::bigint[])))
    and last is not null
