-- grain: one row per row of an upload that is newer than every other batch: each counts from now on
insert into current_observations by name select * from observation_log where batch_id = $batch_id
