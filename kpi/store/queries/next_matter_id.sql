-- grain: one row; the number the next matter gets
select coalesce(max(matter_id), 0) + 1 as matter_id from matter_log
