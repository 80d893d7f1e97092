-- grain: one file of an issued report
insert into issued_files values ($report_id, $position, $format, $file, $media_type, $sha256, $content)
