-- grain: one file as it was uploaded
insert into originals values ($batch_id, $file, $sha256, $content)
