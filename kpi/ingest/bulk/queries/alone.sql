-- grain: one row per figure that was read by itself
create or replace table alone as from read_alone
