-- grain: one row, how many observation keys of the places given count now
select count(*) from current_observations where region_code in (select unnest($places::varchar[]))
