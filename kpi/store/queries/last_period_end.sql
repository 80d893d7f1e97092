-- grain: one row: the last day that a current figure of the measures and places given, or of all, ends on; null where there is none
select max(coalesce(as_of, window_end)) as last
from current_observations
where ($measures::varchar[] is null or measure_id in (select unnest($measures::varchar[])))
    and ($places::varchar[] is null or region_code in (select unnest($places::varchar[])))
