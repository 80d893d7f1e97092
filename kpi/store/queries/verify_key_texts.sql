-- grain: one row per row of the log whose key text is not made of its own columns
select observation_key || chr(31) || '#' || batch_id as subject
from observation_log
where observation_key <> concat_ws(
    chr(31), measure_id, region_code, breakdown, member, coalesce(window_start::varchar, ''), coalesce(window_end::varchar, ''),
    coalesce(as_of::varchar, '')
)
