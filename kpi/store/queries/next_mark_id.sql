-- grain: one row; the number the next mark on a value gets
select coalesce(max(mark_id), 0) + 1 as mark_id from follow_log
