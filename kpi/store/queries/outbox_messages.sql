-- grain: one row per message of plan $plan_id, the newest first
select message_id, plan_id, send_key, channel, addressee, recipient, subject, body, figures, user_id, made_by, made_at
from outbox_messages where plan_id = $plan_id order by message_id desc
