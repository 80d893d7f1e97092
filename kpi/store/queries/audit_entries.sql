-- grain: one row per entry, in its order
select entry_id, happened_at, user_id, actor, door, address, action, outcome, subject, detail, proves, journal,
    previous, sha256
from audit_log
order by entry_id
