-- grain: one row; the number the next lock gets
select coalesce(max(lock_id), 0) + 1 as lock_id from period_locks
