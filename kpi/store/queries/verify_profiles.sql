-- grain: one row per profile that shares its id, or its name while both are in use, or whose event is missing
select 'profiles #' || profile_id as subject from profiles group by profile_id having count(*) > 1
union
select 'profiles #' || max(profile_id) from profiles where removed_at is null group by name having count(*) > 1
union
select 'profiles #' || profile_id from profiles
anti join (from events where action = 'save_profile') as savings on savings.happened_at = profiles.saved_at
union
select 'profiles #' || profile_id from profiles
anti join (from events where action in ('remove_profile', 'save_profile')) as removals
    on removals.happened_at = profiles.removed_at
where removed_at is not null
