-- grain: one row; how many events had changed the figures or a plan by $known_at (null: up to now), and when the last of them had happened, null where there is none
select count(*) as data_version, max(happened_at) as changed_at from events
where (
        action in ('commit', 'withdraw', 'approve')
        or (action in ('load', 'revise', 'answer', 'judge', 'withdraw_revision') and batch_id is null)
    )
    and happened_at <= coalesce(cast($known_at as timestamp), timestamp 'infinity')
