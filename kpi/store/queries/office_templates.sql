-- grain: one row per version of a template ever added, newest first
select template_id, name, row_number() over (partition by name order by template_id) as version, kind, file, sha256,
    octet_length(content) as size, uses, added_by, added_at, removed_by, removed_at
from office_templates order by template_id desc
