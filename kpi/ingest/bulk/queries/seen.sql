-- grain: one row per figure that was read without any doubt
create or replace table seen as select * from seen_now
