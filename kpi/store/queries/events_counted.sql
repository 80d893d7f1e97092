-- grain: one row per kind of event, with how often it happened
select action, count(*) as times from events group by action order by action
