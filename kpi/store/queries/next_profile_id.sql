-- grain: one row; the id the next profile gets
select coalesce(max(profile_id), 0) + 1 as profile_id from profiles
