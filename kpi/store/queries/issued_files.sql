-- grain: one row per file of an issued report, without its bytes
select report_id, position, format, file, media_type, sha256, octet_length(content) as bytes
from issued_files order by report_id desc, position
