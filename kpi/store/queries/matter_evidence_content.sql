-- grain: one row; file $evidence_id as it came
select file, media_type, content from matter_evidence where evidence_id = $evidence_id
