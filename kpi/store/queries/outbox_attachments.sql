-- grain: one row per attachment of message $message_id, in their order
select file, media_type, content from outbox_attachments where message_id = $message_id order by position
