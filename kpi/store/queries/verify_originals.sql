-- grain: one row per original whose bytes do not have the hash recorded for them, or that is there more than once
select 'originals #' || originals.batch_id as subject from originals join batches using (batch_id)
where sha256(content) <> originals.sha256 or originals.sha256 <> batches.sha256
union
select 'originals #' || batch_id from originals group by batch_id having count(*) > 1
