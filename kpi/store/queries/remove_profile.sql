-- grain: profile $profile_id
update profiles set removed_at = $removed_at, removed_by = $removed_by
where profile_id = $profile_id and removed_at is null
