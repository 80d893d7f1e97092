-- grain: one row of a log for each of the rows given
insert into measure_log by name from plan_rows_written
