-- grain: one step of a message
insert into outbox_steps values ($message_id, $step, $state, $detail, $user_id, $made_by, $made_at)
