-- grain: one row per batch, newest first
select batch_id, kind, file, sha256, user_name as "user", note, row_count as "rows", approved_at, withdrawn_at, withdrawn_by, withdrawal_note,
    from_json(warnings, '["varchar"]') as warnings, coalesce(taken_for, '') as taken_for
from batches
order by batch_id desc
