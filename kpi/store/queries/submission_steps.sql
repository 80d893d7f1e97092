-- grain: one row per step of a submission, in their order
select submission_id, step, plan_id, kind, action, version, user_id, made_by, made_at, note, request, places, numbers
from submission_steps order by submission_id, step
