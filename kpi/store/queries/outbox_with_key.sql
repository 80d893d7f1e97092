-- grain: at most one row; the message queued under $send_key
select message_id from outbox_messages where send_key = $send_key
