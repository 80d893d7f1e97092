-- grain: one row per publication, the newest first
select publication_id, plan_id, user_id, published_by, published_at, note, data_version
from publications order by publication_id desc
