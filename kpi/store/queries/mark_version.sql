-- grain: one row; how many times mark $mark_id was set or lifted, 0 where there is none
select coalesce(max(version), 0) as version from follow_log where mark_id = $mark_id
