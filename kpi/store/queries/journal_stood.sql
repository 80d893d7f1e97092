-- grain: one row per entry that says how the journal stood before it, since it was restored or moved last, in their order
select entry_id, journal from audit_log
where journal <> '' and entry_id >= coalesce(
    (select max(entry_id) from audit_log where action in ('restore', 'move') and outcome = 'done'), 0
)
order by entry_id
