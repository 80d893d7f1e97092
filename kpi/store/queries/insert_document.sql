-- grain: one document
insert into documents values (
    $document_id, $source_id, $file, $media_type, $sha256, $content, $text, $attached_by, $attached_at, '', null
)
