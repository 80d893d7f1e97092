-- grain: one row; the id of the newest document
select max(document_id) as document_id from documents
