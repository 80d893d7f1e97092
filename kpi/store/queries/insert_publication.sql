-- grain: one publication
insert into publications
select coalesce(max(publication_id), 0) + 1, $plan_id, $user_id, $published_by, $published_at, $note, $data_version
from publications
