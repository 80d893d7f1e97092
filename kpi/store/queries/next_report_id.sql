-- grain: one row; the number the next issued report gets
select coalesce(max(report_id), 0) + 1 as report_id from issued_reports
