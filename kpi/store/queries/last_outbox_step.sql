-- grain: at most one row; the newest step of message $message_id
select message_id, step, state, detail, user_id, made_by, made_at
from outbox_steps where message_id = $message_id order by step desc limit 1
