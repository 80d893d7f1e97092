-- grain: one row per file whose bytes do not have their hash, whose number is given twice, or that came with no step
select 'matter_evidence #' || evidence_id as subject from matter_evidence where sha256(content) <> sha256
union
select 'matter_evidence #' || evidence_id from matter_evidence group by evidence_id having count(*) > 1
union
select 'matter_evidence #' || evidence_id from matter_evidence
anti join (from matter_log where event = 'evidence') as brought using (matter_id, version)
union
select 'matter_log #' || entry_id from matter_log anti join matter_evidence using (matter_id, version) where event = 'evidence'
