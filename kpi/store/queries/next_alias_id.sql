-- grain: one row; the id the next alias gets
select coalesce(max(alias_id), 0) + 1 as alias_id from aliases
