-- grain: one row per batch, newest first
select batch_id, kind, file, sha256, user_name, note, row_count, approved_at, withdrawn_at, withdrawn_by, withdrawal_note,
    warnings, coalesce(taken_for, '') as taken_for
from batches
order by batch_id desc
