-- grain: one row per visit that was not ended, of people who are not disabled
select visit_key, user_id, address, started_at, seen_at
from visits semi join (from people where disabled_at is null) as people using (user_id)
where ended_at is null
order by started_at, visit_key
