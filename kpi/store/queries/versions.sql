-- grain: one row per log row of the observations of $measure_id in $region_code, newest first within an observation key
select log.measure_id, log.region_code, log.breakdown, log.member, log.window_start, log.window_end, log.as_of, log.value,
    log.qualifier, log.certainty, log.printed, log.file, log.sheet, log.source_row as row,
    coalesce(log.source_column, '') as "column", log.figure_id, log.source_id, log.section, log.note, log.batch_id, log.removed, batches.approved_at, batches.withdrawn_at, batches.user_name
from observation_log as log join batches using (batch_id)
where log.measure_id = $measure_id and log.region_code = $region_code
order by log.observation_key, batches.kind = 'upload' desc, batches.approved_at desc, log.batch_id desc
