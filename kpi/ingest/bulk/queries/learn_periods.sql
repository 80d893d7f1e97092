-- grain: one row per measure and period, as rows that were read without any doubt tell them
create or replace table known_periods as
select m, p, any_value(measure_id) as measure_id, any_value(breakdown) as breakdown, any_value(member) as member,
    any_value(window_start) as window_start, any_value(window_end) as window_end, any_value(as_of) as as_of
from seen join entries using (line, place)
group by m, p having count(distinct (measure_id, breakdown, member, window_start, window_end, as_of)) = 1
