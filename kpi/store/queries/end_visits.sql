-- grain: the visit of a key, or every visit of a person
update visits set ended_at = $at where ended_at is null and (visit_key = $visit_key or user_id = $user_id)
