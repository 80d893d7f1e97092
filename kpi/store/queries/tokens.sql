-- grain: one row per token that was ever made, the newest first
select token_id, user_id, label, sha256, role, plan_id, unit, regions, made_at, expires_at, withdrawn_at
from tokens
where $sha256::varchar is null or sha256 = $sha256
order by token_id desc
