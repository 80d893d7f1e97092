-- grain: one grant
update grants set taken_at = $taken_at, taken_by = $taken_by where grant_id = $grant_id and taken_at is null
