-- grain: one row per issued report, newest first
select report_id, title, parameters, statement, data_version, catalog_sha256, as_of, known_at, note, issued_by, issued_at
from issued_reports order by report_id desc
