-- grain: one row per observation key that counts now
select measure_id, region_code, breakdown, member, window_start, window_end, as_of, value, qualifier, certainty, printed,
    file, sheet, source_row as row, coalesce(source_column, '') as "column", figure_id, source_id, section, note, batch_id
from current_observations
order by batch_id, position
