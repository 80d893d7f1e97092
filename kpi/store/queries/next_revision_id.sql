-- grain: one row; the number the next revision gets
select coalesce(max(revision_id), 0) + 1 as revision_id from revisions
