-- grain: document $document_id
update documents set removed_at = $removed_at, removed_by = $removed_by
where document_id = $document_id and removed_at is null
