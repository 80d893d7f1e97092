-- grain: one row per row that names a batch there is none of, and per upload without its original
select 'observation_log #' || batch_id as subject from observation_log anti join batches using (batch_id)
union
select 'originals #' || batch_id from originals anti join batches using (batch_id)
union
select 'batches #' || batch_id from batches anti join originals using (batch_id) where kind = 'upload'
union
select 'events #' || event_id from events where batch_id is not null and batch_id not in (select batch_id from batches)
