-- grain: one row per key of the places given, or of all, whose projection is not what the log says
-- of each row its place in the log and a hash of all it says are held against each other: the rows themselves would take ten times the room
with logged as (
    select observation_key, batch_id, position, removed, hash(log) as content, kind, approved_at
    from observation_log as log join batches using (batch_id)
    where withdrawn_at is null and ($places::varchar[] is null or region_code in (select unnest($places::varchar[])))
),
by_key as materialized (
    select observation_key, count(*) as times, any_value(batch_id) as batch_id, any_value(position) as position,
        any_value(removed) as removed, any_value(content) as content
    from logged group by observation_key
),
newest as (
    from logged semi join (from by_key where times > 1) as several using (observation_key)
    qualify row_number() over (
        partition by observation_key order by kind = 'upload' desc, approved_at desc, batch_id desc
    ) = 1
),
both_sides as (
    select observation_key, batch_id, position, content, true as expected from by_key where times = 1 and not removed
    union all
    select observation_key, batch_id, position, content, true from newest where not removed
    union all
    select observation_key, batch_id, position, hash(kept), false from current_observations as kept
    where $places::varchar[] is null or region_code in (select unnest($places::varchar[]))
)
select distinct observation_key as subject
from (
    select observation_key from both_sides group by observation_key, batch_id, position, content
    having bool_and(expected) or not bool_or(expected)
)
order by subject
