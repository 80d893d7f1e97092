-- grain: one row per batch that breaks a rule: ids once, 1 is the baseline, no baseline withdrawn, one file counts once
select 'batches #' || batch_id as subject from batches group by batch_id having count(*) > 1
union
select 'batches #' || batch_id from batches where kind not in ('baseline', 'upload') or (batch_id = 1 and kind <> 'baseline')
union
select 'batches #' || batch_id from batches where kind = 'baseline' and withdrawn_at is not null
union
select 'batches #' || max(batch_id) from batches where kind = 'upload' and withdrawn_at is null
group by sha256 having count(*) > 1
