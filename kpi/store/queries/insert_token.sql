-- grain: one token
insert into tokens by name
select coalesce(max(token_id), 0) + 1 as token_id, $user_id as user_id, $label as label, $sha256 as sha256, $role as role,
    $plan_id as plan_id, $unit as unit, $regions::varchar[] as regions, $made_at as made_at, $expires_at as expires_at
from tokens
