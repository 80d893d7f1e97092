-- grain: one lock
insert into period_locks values (
    $lock_id, $plan_id, $starts_on, $ends_on, $user_id, $locked_by, $locked_at, $reason, '', '', null, ''
)
