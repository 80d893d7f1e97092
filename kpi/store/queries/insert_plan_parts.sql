-- grain: one row that a plan's file lists for each of the rows given
insert into plan_part_log by name from plan_rows_written
