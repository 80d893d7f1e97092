-- grain: one row per batch whose rows are not as many as it says
select 'batches #' || batches.batch_id as subject
from batches left join observation_log as log using (batch_id)
group by batches.batch_id, batches.row_count
having count(log.batch_id) <> batches.row_count
