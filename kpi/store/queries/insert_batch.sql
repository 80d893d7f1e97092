-- grain: one batch
insert into batches values (
    $batch_id, $kind, $file, $sha256, $user_name, $note, $row_count, $approved_at, null, '', '', $warnings, $taken_for
)
