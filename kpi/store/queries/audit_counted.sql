-- grain: one row per person and action in the log, with how many entries they have
select actor, action, count(*) as entries from audit_log group by all order by actor, action
