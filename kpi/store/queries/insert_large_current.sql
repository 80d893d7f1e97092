-- grain: one row per row of an upload that is newer than every other batch: each counts from now on, as the log has it
insert into current_observations by name
select $batch_id::bigint as batch_id, false as removed, 'stated' as certainty, $file as file, '' as figure_id,
    '' as source_id, '' as section, *
from loaded_rows
