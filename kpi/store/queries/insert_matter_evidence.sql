-- grain: one file brought with a step of a matter
insert into matter_evidence
select coalesce(max(evidence_id), 0) + 1, $matter_id, $version, $file, $media_type, $sha256, $content from matter_evidence
