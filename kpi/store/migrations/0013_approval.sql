-- What is sent in and waits for another person's word, what was published when, and which periods are locked.
-- A submission is its steps: sent, sent back, sent again, approved or taken back. No row of it is ever changed.
create table submission_steps (
    submission_id bigint not null,
    step bigint not null,
    plan_id varchar not null,
    kind varchar not null,
    action varchar not null,
    version bigint not null,
    user_id varchar not null,
    made_by varchar not null,
    made_at timestamp not null,
    note varchar not null,
    request varchar not null,
    places varchar not null,
    numbers bigint[] not null
);

create table submission_files (
    submission_id bigint not null,
    version bigint not null,
    position bigint not null,
    file varchar not null,
    sha256 varchar not null,
    content blob not null
);

create table returned_files (
    submission_id bigint not null,
    step bigint not null,
    position bigint not null,
    file varchar not null,
    sha256 varchar not null,
    content blob not null
);

create table publications (
    publication_id bigint not null,
    plan_id varchar not null,
    user_id varchar not null,
    published_by varchar not null,
    published_at timestamp not null,
    note varchar not null,
    data_version bigint not null
);

create table period_locks (
    lock_id bigint not null,
    plan_id varchar not null,
    starts_on date not null,
    ends_on date not null,
    user_id varchar not null,
    locked_by varchar not null,
    locked_at timestamp not null,
    reason varchar not null,
    reopened_id varchar not null,
    reopened_by varchar not null,
    reopened_at timestamp,
    reopening_reason varchar not null
);

-- Whether a plan's figures wait for approval; plans from before do not until somebody says so.
alter table plan_log add column approval varchar;

create or replace view plan_rows as
select * from (
    select log.* from plan_log as log join revisions using (revision_id)
    where withdrawn_at is null
    qualify row_number() over (partition by log.plan_id, row_key order by revision_id desc) = 1
)
where not removed;

create or replace view plans as
select plan_id, name_zh, name_en, coalesce(nullif(plan_rows.region_code, ''), plan_regions.region_code) as region_code,
    try_cast(starts_on as date) as starts_on, try_cast(ends_on as date) as ends_on, document_number, issuer,
    coalesce(approval = 'yes', false) as approval
from plan_rows left join plan_regions using (plan_id);
