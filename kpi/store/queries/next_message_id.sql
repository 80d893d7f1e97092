-- grain: one row; the number the next message gets
select coalesce(max(message_id), 0) + 1 as message_id from outbox_messages
