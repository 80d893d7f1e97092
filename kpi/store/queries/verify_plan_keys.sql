-- grain: one row per row of the plan that one revision wrote twice
select log || ' ' || row_key || chr(31) || '#' || revision_id as subject from plan_log_rows
group by log, plan_id, row_key, revision_id having count(*) > 1
union
select 'plan_part_log ' || file || ' ' || row_key || chr(31) || '#' || revision_id from plan_part_log
group by plan_id, file, row_key, revision_id having count(*) > 1
union
select 'plan_file_log ' || file || chr(31) || '#' || revision_id from plan_file_log
group by plan_id, file, revision_id having count(*) > 1
