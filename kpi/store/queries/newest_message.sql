-- grain: one row; the newest message of plan $plan_id, 0 for none
select coalesce(max(message_id), 0) as message_id from outbox_messages where plan_id = $plan_id
