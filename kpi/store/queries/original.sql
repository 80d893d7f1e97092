-- grain: one row; the file batch $batch_id was read from
select file, content from originals where batch_id = $batch_id
