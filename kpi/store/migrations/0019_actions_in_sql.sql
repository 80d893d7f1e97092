-- What SQL may ask of 批示 and 整改: each step as it was made, each matter as it stands, and each mark on a value that holds.
create view action_steps as
select matter_id, version as step, plan_id, target_id, target_year, event, state, cause, steps as measures_taken, unit, person, due,
    note, seen_status, seen_as_of, made_by, made_at
from matter_log;

create view actions as
select matter_id, plan_id, target_id, target_year, state, cause, measures_taken, unit, person, due, step as steps, made_by, made_at
from action_steps
qualify row_number() over (partition by matter_id order by step desc) = 1;

create view marks as
select mark_id, plan_id, measure_id, region_code, breakdown, member, window_start, window_end, as_of, value, qualifier, note,
    made_by, made_at
from (
    select * from follow_log qualify row_number() over (partition by mark_id order by version desc) = 1
)
where marked;
