-- grain: one row; how many reports have been issued
select count(*) as reports_version from events where action = 'issue'
