-- grain: one file of a plan for each of the rows given
insert into plan_file_log by name from plan_rows_written
