-- grain: one row of the log for each verdict given
insert into verdict_log by name from verdicts_written
