-- grain: one row per role that somebody has now
select grant_id, user_id, role, plan_id, unit, regions, given_by, given_at
from grants
where taken_at is null and ($user_id::varchar is null or user_id = $user_id)
order by user_id, grant_id
