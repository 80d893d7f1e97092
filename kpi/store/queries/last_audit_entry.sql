-- grain: the newest entry, its number and hash; none in a new database
select entry_id, sha256 from audit_log order by entry_id desc limit 1
