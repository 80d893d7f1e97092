-- grain: the lock $lock_id
update period_locks
set reopened_id = $reopened_id, reopened_by = $reopened_by, reopened_at = $reopened_at, reopening_reason = $reopening_reason
where lock_id = $lock_id
