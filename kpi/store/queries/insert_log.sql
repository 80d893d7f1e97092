-- grain: one row per row of the batches being committed, from the relation loaded_rows
insert into observation_log by name select * from loaded_rows
