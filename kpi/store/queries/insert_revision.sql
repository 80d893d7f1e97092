-- grain: one revision
insert into revisions
values ($revision_id, $kind, $plan_id, $name, $sha256, $row_count, $document_number, $effective_on, $note, $made_by, $made_at, null, '', '')
