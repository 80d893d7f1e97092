-- grain: one row; document $document_id as it was attached
select file, media_type, content from documents where document_id = $document_id and removed_at is null
