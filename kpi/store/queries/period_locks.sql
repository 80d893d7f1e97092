-- grain: one row per lock ever set, the newest first
select lock_id, plan_id, starts_on, ends_on, user_id, locked_by, locked_at, reason, reopened_id, reopened_by, reopened_at,
    reopening_reason
from period_locks order by lock_id desc
