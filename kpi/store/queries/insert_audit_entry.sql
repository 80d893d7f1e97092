-- grain: one entry
insert into audit_log by name
select $entry_id as entry_id, $happened_at as happened_at, $user_id as user_id, $actor as actor, $door as door,
    $address as address, $action as action, $outcome as outcome, $subject as subject, $detail as detail,
    $proves as proves, $journal as journal, $previous as previous, $sha256 as sha256
