-- grain: one row; how many steps matter $matter_id has, 0 where there is none
select coalesce(max(version), 0) as version from matter_log where matter_id = $matter_id
