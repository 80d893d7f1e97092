-- grain: one row; how many steps of matters and marks of plan $plan_id were written after $since
select
    (select count(*) from matter_log where plan_id = $plan_id and made_at > cast($since as timestamp))
    + (select count(*) from follow_log where plan_id = $plan_id and made_at > cast($since as timestamp)) as remarks_since
