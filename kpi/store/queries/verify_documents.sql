-- grain: one row per document whose bytes do not have the hash recorded for them, or whose id is given more than once
select 'documents #' || document_id as subject from documents where sha256(content) <> sha256
union
select 'documents #' || document_id from documents group by document_id having count(*) > 1
