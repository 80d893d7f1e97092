-- grain: one row per profile in use, by name
select profile_id, name, definition, saved_by, saved_at
from profiles where removed_at is null order by name, profile_id
