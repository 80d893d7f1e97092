-- grain: one row; the file of report $report_id in format $format as it was issued
select file, media_type, content from issued_files where report_id = $report_id and format = $format
