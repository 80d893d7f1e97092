-- grain: one row; how many events have changed the office's templates
select count(*) as templates_version from events where action in ('add_template', 'remove_template')
