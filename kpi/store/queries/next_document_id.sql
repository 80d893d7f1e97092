-- grain: one row; the id the next document gets
select coalesce(max(document_id), 0) + 1 as document_id from documents
