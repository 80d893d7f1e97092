-- grain: one row per alias that shares its id, or its spelling while both are in use, or whose event is missing
select 'aliases #' || alias_id as subject from aliases group by alias_id having count(*) > 1
union
select 'aliases #' || max(alias_id) from aliases where removed_at is null group by thing, spelling_key having count(*) > 1
union
select 'aliases #' || alias_id from aliases
anti join (from events where action = 'accept_alias') as acceptances on acceptances.happened_at = aliases.accepted_at
union
select 'aliases #' || alias_id from aliases
anti join (from events where action = 'remove_alias') as removals on removals.happened_at = aliases.removed_at
where removed_at is not null
