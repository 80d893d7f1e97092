-- grain: one row; how many events have changed what goes out and to where
select count(*) as outbox_version from events where action in ('outbox', 'contact')
