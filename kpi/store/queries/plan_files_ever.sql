-- grain: one row per file that the plan $plan_id ever had
select distinct file from plan_file_log where plan_id = $plan_id order by file
