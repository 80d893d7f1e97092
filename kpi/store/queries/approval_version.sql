-- grain: one row; how many events have changed submissions, publications or locks
select count(*) as approval_version from events
where action in ('submit', 'send_back', 'approve_submission', 'take_back', 'publish', 'lock_period', 'reopen_period')
