-- grain: one row per visit that was not ended, but for people who are disabled; whoever has no account yet is in, and may nothing
select visit_key, user_id, address, started_at, seen_at
from visits anti join (from people where disabled_at is not null) as people using (user_id)
where ended_at is null
order by started_at, visit_key
