-- grain: one row per revision that says anything of plan $plan_id as a whole
select revision_id, coalesce(approval = 'yes', false) and not removed as approval from plan_log
where plan_id = $plan_id order by revision_id
