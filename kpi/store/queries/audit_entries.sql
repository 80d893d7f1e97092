-- grain: one row per entry, in its order
select entry_id, happened_at, user_id, actor, door, address, action, outcome, subject, detail, coalesce(proves, '') as proves,
    coalesce(journal, '') as journal, previous, sha256
from audit_log
order by entry_id
