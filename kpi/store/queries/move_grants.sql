-- grain: the grants of one person for a part of a plan, taken away
update grants set taken_at = $taken_at, taken_by = $taken_by
where user_id = $user_id and taken_at is null and role = 'reporter' and (unit <> '' or len(regions) > 0)
