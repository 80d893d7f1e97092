-- grain: one row per row of a large file that is being committed, from the relation loaded_rows
insert into observation_log by name
select $batch_id::bigint as batch_id, false as removed, 'stated' as certainty, $file as file, '' as figure_id,
    '' as source_id, '' as section, *
from loaded_rows
