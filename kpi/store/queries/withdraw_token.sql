-- grain: one token
update tokens set withdrawn_at = $withdrawn_at where token_id = $token_id and withdrawn_at is null
