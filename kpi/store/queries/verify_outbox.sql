-- grain: one row per message queued twice, per step out of its order or after an arrival, and per step without its event
with placed as (
    select outbox_steps.*, row_number() over (partition by message_id order by made_at, step) as place,
        lag(state) over (partition by message_id order by step) as before
    from outbox_steps
)
select 'outbox_messages ' || send_key as subject from outbox_messages group by send_key having count(*) > 1
union
select 'outbox_messages #' || message_id from outbox_messages group by message_id having count(*) > 1
union
select 'outbox_steps #' || message_id || '/' || step from placed
where step <> place or before = 'sent' or (step = 1) <> (state = 'queued')
    or (state in ('sent', 'failed', 'unsure')) <> coalesce(before = 'sending' and state <> 'sending', false)
union
select 'outbox_steps #' || message_id || '/' || step from placed
anti join events on events.action = 'outbox' and events.happened_at = placed.made_at
    and events.detail = placed.message_id || '/' || placed.step || ' ' || placed.state
union
select 'outbox_steps #' || message_id from placed anti join outbox_messages using (message_id)
union
select 'outbox_messages #' || message_id from outbox_messages anti join outbox_steps using (message_id)
