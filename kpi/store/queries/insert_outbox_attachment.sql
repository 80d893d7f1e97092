-- grain: one attachment of a message
insert into outbox_attachments values ($message_id, $position, $file, $media_type, $sha256, $content)
