-- 填报日历: how often and by when is reported. Rows are only ever added; the newest of a subject counts, one that was removed does not.
create table duty_rules (
    rule_id bigint not null,
    plan_id varchar not null,
    frequency varchar not null,
    days_after integer not null,
    measure_id varchar not null,
    unit varchar not null,
    region_code varchar not null,
    each_place boolean not null,
    note varchar not null,
    made_by varchar not null,
    made_at timestamp not null,
    removed_by varchar not null,
    removed_at timestamp
);
