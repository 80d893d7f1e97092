-- grain: one row; how many events have changed the figures or a plan. A load that came with a batch is that one event
select count(*) as data_version from events
where action in ('commit', 'withdraw', 'approve')
    or (action in ('load', 'revise', 'answer', 'judge', 'withdraw_revision') and batch_id is null)
