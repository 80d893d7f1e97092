-- grain: one row per issued report that is given twice, has no file, or whose event is missing, and per file whose bytes or report are not its own
select 'issued_reports #' || report_id as subject from issued_reports group by report_id having count(*) > 1
union
select 'issued_reports #' || report_id from issued_reports anti join issued_files using (report_id)
union
select 'issued_reports #' || report_id from issued_reports
anti join (from events where action = 'issue') as issues
    on issues.happened_at = issued_reports.issued_at and issues.detail = issued_reports.report_id || ' ' || issued_reports.title
union
select 'issued_files #' || report_id || ' ' || format from issued_files where sha256(content) <> sha256
union
select 'issued_files #' || report_id || ' ' || format from issued_files anti join issued_reports using (report_id)
union
select 'issued_files #' || report_id || ' ' || format from issued_files group by report_id, format having count(*) > 1
