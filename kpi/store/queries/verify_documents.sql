-- grain: one row per document whose bytes do not have their hash, whose id is given twice, or whose events are missing
select 'documents #' || document_id as subject from documents where sha256(content) <> sha256
union
select 'documents #' || document_id from documents group by document_id having count(*) > 1
union
select 'documents #' || document_id from documents
anti join (from events where action = 'attach') as attachings
    on attachings.happened_at = documents.attached_at and attachings.detail = documents.file
union
select 'documents #' || document_id from documents
anti join (from events where action = 'remove_document') as removals
    on removals.happened_at = documents.removed_at and removals.detail = documents.file
where removed_at is not null
