-- grain: one row; the catalog the newest baseline batch was made from
select sha256 from batches where kind = 'baseline' order by batch_id desc limit 1
