-- grain: one row per file of a matter of plan $plan_id, in the order they came
select evidence_id, matter_id, version, file, media_type, sha256, octet_length(content) as size
from matter_evidence
where matter_id in (select matter_id from matter_log where plan_id = $plan_id)
order by evidence_id
