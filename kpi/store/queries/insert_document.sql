-- grain: one document
insert into documents
select coalesce(max(document_id), 0) + 1, $source_id, $file, $media_type, $sha256, $content, $text, $attached_by, $attached_at,
    '', null
from documents
