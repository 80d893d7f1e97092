-- Where a region stands on a map of equal squares. Rows from before have no square until a plan that names one is loaded.
alter table region_log add column tile_row varchar;

alter table region_log add column tile_col varchar;

create or replace view region_rows as
select * from (
    select log.* from region_log as log join revisions using (revision_id)
    where withdrawn_at is null
    qualify row_number() over (partition by log.plan_id, row_key order by revision_id desc) = 1
)
where not removed;

create or replace view regions as
select region_code, name_zh, name_en, parent_code, type, coalesce(active, '') <> 'no' as active,
    coalesce(in_partition = 'yes', false) as in_partition, aliases, try_cast(tile_row as integer) as tile_row,
    try_cast(tile_col as integer) as tile_col, revision_id
from region_rows;
