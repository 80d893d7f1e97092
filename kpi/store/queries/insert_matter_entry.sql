-- grain: one step of a matter
insert into matter_log
select coalesce(max(entry_id), 0) + 1, $matter_id, $version, $plan_id, $target_id, $target_year::integer, $event, $state, $cause,
    $steps, $unit, $person, $due::date, $note, $seen_status, $seen_as_of::date, $user_id, $made_by, $made_at
from matter_log
