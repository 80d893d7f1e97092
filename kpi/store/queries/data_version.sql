-- grain: one row; how many events have changed the figures
select count(*) as data_version from events where action in ('commit', 'withdraw', 'approve', 'answer')
