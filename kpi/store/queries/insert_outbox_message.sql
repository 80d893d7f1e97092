-- grain: one message
insert into outbox_messages
values ($message_id, $plan_id, $send_key, $channel, $addressee, $recipient, $subject, $body, $figures, $user_id, $made_by, $made_at)
