-- grain: the rules of a plan about one subject
update duty_rules set removed_at = $removed_at, removed_by = $removed_by
where plan_id = $plan_id and measure_id = $measure_id and unit = $unit and region_code = $region_code and removed_at is null
