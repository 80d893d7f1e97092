-- grain: one row per row of batch $batch_id, in the order it was loaded
select measure_id, region_code, breakdown, member, window_start, window_end, as_of, value, qualifier, certainty, printed,
    file, sheet, source_row as row, coalesce(source_column, '') as "column", figure_id, source_id, section, note, batch_id
from observation_log
where batch_id = $batch_id and not removed
order by position
