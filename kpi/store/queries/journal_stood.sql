-- grain: one row per entry that says how the journal stood before it, since the last restore, in their order
select entry_id, journal from audit_log
where journal <> '' and entry_id >= coalesce(
    (select max(entry_id) from audit_log where action = 'restore' and outcome = 'done'), 0
)
order by entry_id
