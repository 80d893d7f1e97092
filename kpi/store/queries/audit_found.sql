-- grain: one row per entry that is asked for, the newest first; what is not asked for is null
select entry_id, happened_at, user_id, actor, door, address, action, outcome, subject, detail, coalesce(proves, '') as proves,
    coalesce(journal, '') as journal, previous, sha256
from audit_log
where happened_at >= coalesce($since::timestamp, happened_at)
    and happened_at <= coalesce($until::timestamp, happened_at)
    and ($person::varchar is null or actor = $person)
    and ($action::varchar is null or action = $action)
    and ($outcome::varchar is null or outcome = $outcome)
    and ($part::varchar is null or contains(lower(concat_ws(' ', user_id, actor, address, subject, detail)), lower($part)))
order by entry_id desc
limit $most
