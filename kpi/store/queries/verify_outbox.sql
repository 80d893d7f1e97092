-- grain: one row per message queued twice, per step out of its order, after an arrival or after being superseded, which only what waits
-- is, per step or address without its event or the other way round, and per file that does not have its hash or is of no message
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
where step <> place or before in ('sent', 'superseded') or (step = 1) <> (state = 'queued')
    or (state in ('sent', 'failed', 'unsure')) <> coalesce(before = 'sending' and state <> 'sending', false)
    or (state = 'superseded' and before <> 'queued')
union
select 'outbox_steps #' || message_id || '/' || step from placed
anti join events on events.action = 'outbox' and events.happened_at = placed.made_at
    and events.detail = placed.message_id || '/' || placed.step || ' ' || placed.state
union
select 'outbox_steps #' || message_id from placed anti join outbox_messages using (message_id)
union
select 'outbox_messages #' || message_id from outbox_messages anti join outbox_steps using (message_id)
union
select 'outbox_attachments #' || message_id || '/' || position from outbox_attachments
where sha256(content) <> sha256 or message_id not in (select message_id from outbox_messages)
union
select 'contact_log #' || entry_id from contact_log
anti join events on events.action = 'contact' and events.happened_at = made_at and events.actor = made_by
    and events.detail = coalesce(nullif(unit, ''), region_code)
union
select 'contact_log #' || entry_id from contact_log qualify entry_id <> row_number() over (order by entry_id)
union
select 'events #' || event_id from events
anti join contact_log on contact_log.made_at = events.happened_at and contact_log.made_by = events.actor
where events.action = 'contact'
