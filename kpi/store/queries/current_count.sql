-- grain: one row, how many observation keys count now
select count(*) from current_observations
