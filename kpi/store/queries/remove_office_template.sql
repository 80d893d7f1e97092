-- grain: every version of the template $name that is in use
update office_templates set removed_at = $removed_at, removed_by = $removed_by
where name = $name and removed_at is null
