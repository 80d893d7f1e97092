-- grain: one row; how many events have changed what is said and done about targets
select count(*) as remarks_version from events where action in ('matter', 'follow')
