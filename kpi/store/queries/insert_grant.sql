-- grain: one grant
insert into grants by name
select coalesce(max(grant_id), 0) + 1 as grant_id, $user_id as user_id, $role as role, $plan_id as plan_id, $unit as unit,
    $regions::varchar[] as regions, $given_by as given_by, $given_at as given_at, '' as taken_by
from grants
