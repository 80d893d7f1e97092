-- grain: one row; the number the next address gets
select coalesce(max(entry_id), 0) + 1 as entry_id from contact_log
