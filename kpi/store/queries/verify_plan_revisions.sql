-- grain: one row per revision out of order, of a kind there is none of, or whose moments are not those of its events
with told as (
    select happened_at, action, try_cast(split_part(detail, ' ', 1) as bigint) as revision_id from events
    where action in ('load', 'revise', 'answer', 'judge', 'withdraw_revision')
)
select 'revisions #' || revision_id as subject from revisions
qualify revision_id <> row_number() over (order by revision_id) or made_at < lag(made_at) over (order by revision_id)
union
select 'revisions #' || revision_id from revisions
anti join told on told.revision_id = revisions.revision_id and told.action = kind and told.happened_at = made_at
union
select 'revisions #' || revision_id from revisions
anti join told
    on told.revision_id = revisions.revision_id and told.action = 'withdraw_revision' and told.happened_at = withdrawn_at
where withdrawn_at is not null
union
select 'revisions #' || told.revision_id from told
left join revisions on revisions.revision_id = told.revision_id
where kind is null or (told.action = 'withdraw_revision' and withdrawn_at is null)
