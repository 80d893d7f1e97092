-- grain: one row per document that is attached now, newest first
select document_id, source_id, file, media_type, sha256, text, attached_by, attached_at
from documents where removed_at is null order by document_id desc
