-- 整改: what was said and done about a target in a period, a row for each step. Rows are only ever added; each holds the whole of
-- what counts from then on, so that a matter as it was known at any moment is its last row before that.
create table matter_log (
    entry_id bigint not null,
    matter_id bigint not null,
    version integer not null,
    plan_id varchar not null,
    target_id varchar not null,
    target_year integer,
    event varchar not null,
    state varchar not null,
    cause varchar not null,
    steps varchar not null,
    unit varchar not null,
    person varchar not null,
    due date,
    note varchar not null,
    seen_status varchar not null,
    seen_as_of date,
    user_id varchar not null,
    made_by varchar not null,
    made_at timestamp not null
);
-- Files that show what was done, each brought with one row of the log. None is ever removed.
create table matter_evidence (
    evidence_id bigint not null,
    matter_id bigint not null,
    version integer not null,
    file varchar not null,
    media_type varchar not null,
    sha256 varchar not null,
    content blob not null
);
-- 跟踪: marks on values, a row for each time one is set or lifted, with the value as it was then.
create table follow_log (
    entry_id bigint not null,
    mark_id bigint not null,
    version integer not null,
    plan_id varchar not null,
    measure_id varchar not null,
    region_code varchar not null,
    breakdown varchar not null,
    member varchar not null,
    window_start date,
    window_end date,
    as_of date,
    value decimal(28, 8) not null,
    qualifier varchar not null,
    note varchar not null,
    marked boolean not null,
    user_id varchar not null,
    made_by varchar not null,
    made_at timestamp not null
);
