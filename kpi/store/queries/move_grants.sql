-- grain: the grants of one person to report, taken away
update grants set taken_at = $taken_at, taken_by = $taken_by
where user_id = $user_id and taken_at is null and role = 'reporter'
