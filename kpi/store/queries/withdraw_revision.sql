-- grain: one revision
update revisions set withdrawn_at = $withdrawn_at, withdrawn_by = $withdrawn_by, withdrawal_note = $note
where revision_id = $revision_id
