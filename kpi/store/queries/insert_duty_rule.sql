-- grain: one rule
insert into duty_rules by name
select coalesce(max(rule_id), 0) + 1 as rule_id, $plan_id as plan_id, $frequency as frequency, $days_after as days_after,
    $measure_id as measure_id, $unit as unit, $region_code as region_code, $each_place as each_place, $note as note,
    $made_by as made_by, $made_at as made_at, '' as removed_by
from duty_rules
