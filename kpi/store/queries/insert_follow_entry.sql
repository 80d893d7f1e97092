-- grain: one time that a mark on a value is set or lifted
insert into follow_log
select coalesce(max(entry_id), 0) + 1, $mark_id, $version, $plan_id, $measure_id, $region_code, $breakdown, $member,
    $window_start::date, $window_end::date, $as_of::date, $value::decimal(28, 8), $qualifier, $note, $marked, $user_id, $made_by,
    $made_at
from follow_log
