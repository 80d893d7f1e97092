-- What became of every target: each time a plan was judged, and of its verdicts those that then read otherwise than before.
-- A target that left the plan is removed. Moments are UTC.
create table verdict_runs (
    event_id bigint not null,
    plan_id varchar not null,
    as_of date not null,
    scheme varchar not null,
    rules_version bigint not null,
    data_version bigint not null,
    verdicts bigint not null,
    written_at timestamp not null
);

create table verdict_log (
    event_id bigint not null,
    plan_id varchar not null,
    target_id varchar not null,
    year bigint,
    removed boolean not null,
    status varchar not null,
    lamp varchar not null,
    current_value double,
    "current_date" date,
    gap double,
    completion_pct double,
    distance_pct double,
    time_pct double,
    lead_pp double,
    as_of date not null,
    scheme varchar not null,
    rules_version bigint not null,
    data_version bigint not null,
    written_at timestamp not null
);

create view verdicts as
with standing as (
    from verdict_log qualify row_number() over (partition by plan_id, target_id, year order by event_id desc) = 1
),
newest as (
    from verdict_runs qualify row_number() over (partition by plan_id order by event_id desc) = 1
)
select standing.plan_id, target_id, year, status, lamp, current_value, "current_date", gap, completion_pct, distance_pct, time_pct,
    lead_pp, newest.as_of, newest.data_version
from standing join newest using (plan_id)
where not removed;
