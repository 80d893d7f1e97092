-- grain: one row per figure of the file, those known by others and those that were read by themselves
create or replace view figures as
select line, place, measure_id, region_code, breakdown, member, window_start, window_end, as_of, value, qualifier, printed, n, half
from found
union all by name
select line, place, measure_id, region_code, breakdown, member, window_start, window_end, as_of, value, qualifier, printed, n, half
from alone
