-- grain: one row per step of a message of plan $plan_id, in their order
select message_id, step, state, detail, steps.user_id, steps.made_by, steps.made_at
from outbox_steps as steps join outbox_messages using (message_id)
where plan_id = $plan_id order by message_id, step
