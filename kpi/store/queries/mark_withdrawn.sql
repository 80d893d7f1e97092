-- grain: batch $batch_id
update batches set withdrawn_at = $withdrawn_at, withdrawn_by = $withdrawn_by, withdrawal_note = $note
where batch_id = $batch_id
