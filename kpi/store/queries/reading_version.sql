-- grain: one row; how many events have changed how files are read
select count(*) as reading_version from events
where action in ('accept_alias', 'remove_alias', 'save_profile', 'remove_profile')
