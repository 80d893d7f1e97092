-- grain: one row per observation key that counts now, of the measures and places given, or of all
select measure_id, region_code, breakdown, member, window_start, window_end, as_of, value, qualifier, certainty, printed,
    file, sheet, source_row as row, coalesce(source_column, '') as "column", figure_id, source_id, section, note, batch_id
from current_observations
where ($places::varchar[] is null or region_code in (select unnest($places::varchar[])))
    and ($measures::varchar[] is null or measure_id in (select unnest($measures::varchar[])))
order by batch_id, position
