-- grain: one row per alias in use, newest first
select alias_id, thing, spelling, code, accepted_by, accepted_at
from aliases where removed_at is null order by alias_id desc
