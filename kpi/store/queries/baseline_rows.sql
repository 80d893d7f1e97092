-- grain: one row per key that the baseline holds now, whatever uploads say
with newest as (
    select log.* from observation_log as log join batches using (batch_id)
    where batches.kind = 'baseline'
    qualify row_number() over (partition by observation_key order by batch_id desc) = 1
)
select measure_id, region_code, breakdown, member, window_start, window_end, as_of, value, qualifier, certainty, printed,
    file, sheet, source_row as row, coalesce(source_column, '') as "column", figure_id, source_id, section, note
from newest where not removed
order by batch_id, position
