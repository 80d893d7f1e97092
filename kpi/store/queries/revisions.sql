-- grain: one row per revision, newest first
select revision_id, kind, plan_id, name, sha256, row_count as "rows", document_number, effective_on, note, made_by, made_at, withdrawn_at,
    withdrawn_by, withdrawal_note
from revisions
order by revision_id desc
