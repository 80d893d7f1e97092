-- grain: one row per upload that is not withdrawn and came from a file with $sha256
select batch_id from batches where sha256 = $sha256 and kind = 'upload' and withdrawn_at is null order by batch_id
