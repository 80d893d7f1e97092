-- grain: one row per entry, in its order
select entry_id, sha256 from audit_log order by entry_id
