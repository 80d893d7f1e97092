-- grain: one row per rule of a plan that holds, in the order they were made
select rule_id, frequency, days_after, measure_id, unit, region_code, each_place, note, made_by, made_at
from duty_rules
where plan_id = $plan_id and removed_at is null
order by rule_id
