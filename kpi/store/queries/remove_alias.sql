-- grain: alias $alias_id
update aliases set removed_at = $removed_at, removed_by = $removed_by
where alias_id = $alias_id and removed_at is null
