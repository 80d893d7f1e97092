-- The plan in the store: revisions, one log per kind of row with the cells as they were written, which rows stand in the
-- files of which plan, and views of what counts now. A revision that is withdrawn keeps its rows. Moments are UTC.
create table revisions (
    revision_id bigint not null,
    kind varchar not null,
    plan_id varchar not null,
    name varchar not null,
    sha256 varchar not null,
    row_count bigint not null,
    document_number varchar not null,
    effective_on date,
    note varchar not null,
    made_by varchar not null,
    made_at timestamp not null,
    withdrawn_at timestamp,
    withdrawn_by varchar not null,
    withdrawal_note varchar not null
);

create table plan_part_log (
    revision_id bigint not null,
    plan_id varchar not null,
    file varchar not null,
    row_key varchar not null,
    position bigint not null,
    removed boolean not null,
    cells varchar not null
);

create table plan_file_log (
    revision_id bigint not null,
    plan_id varchar not null,
    file varchar not null,
    position bigint not null,
    removed boolean not null,
    columns varchar not null
);

create table measure_log (
    revision_id bigint not null,
    position bigint not null,
    removed boolean not null,
    plan_id varchar not null,
    row_key varchar not null,
    measure_id varchar,
    name_zh varchar,
    name_en varchar,
    kind varchar,
    unit varchar,
    display_unit varchar,
    display_scale varchar,
    direction varchar,
    numerator_id varchar,
    denominator_id varchar,
    change_of varchar,
    role varchar,
    definition varchar,
    definition_en varchar,
    doubt varchar,
    doubt_en varchar,
    source varchar,
    decimals varchar,
    aliases varchar,
    other varchar
);

create table plan_measure_log (
    revision_id bigint not null,
    position bigint not null,
    removed boolean not null,
    plan_id varchar not null,
    row_key varchar not null,
    measure_id varchar,
    category varchar,
    category_en varchar,
    headline varchar,
    owner varchar,
    co_owners varchar,
    other varchar
);

create table unit_log (
    revision_id bigint not null,
    position bigint not null,
    removed boolean not null,
    plan_id varchar not null,
    row_key varchar not null,
    unit varchar,
    name_zh varchar,
    name_en varchar,
    name_en_one varchar,
    spellings varchar,
    integer varchar,
    other varchar
);

create table region_log (
    revision_id bigint not null,
    position bigint not null,
    removed boolean not null,
    plan_id varchar not null,
    row_key varchar not null,
    region_code varchar,
    name_zh varchar,
    name_en varchar,
    parent_code varchar,
    type varchar,
    type_en varchar,
    active varchar,
    in_partition varchar,
    aliases varchar,
    note varchar,
    note_en varchar,
    other varchar
);

create table breakdown_log (
    revision_id bigint not null,
    position bigint not null,
    removed boolean not null,
    plan_id varchar not null,
    row_key varchar not null,
    breakdown varchar,
    member varchar,
    name_zh varchar,
    name_en varchar,
    breakdown_zh varchar,
    breakdown_en varchar,
    other varchar
);

create table identity_log (
    revision_id bigint not null,
    position bigint not null,
    removed boolean not null,
    plan_id varchar not null,
    row_key varchar not null,
    identity_id varchar,
    kind varchar,
    expression varchar,
    tolerance varchar,
    severity varchar,
    note varchar,
    note_en varchar,
    other varchar
);

create table source_log (
    revision_id bigint not null,
    position bigint not null,
    removed boolean not null,
    plan_id varchar not null,
    row_key varchar not null,
    source_id varchar,
    title varchar,
    number varchar,
    issuer varchar,
    issued varchar,
    type varchar,
    year varchar,
    other varchar
);

create table break_log (
    revision_id bigint not null,
    position bigint not null,
    removed boolean not null,
    plan_id varchar not null,
    row_key varchar not null,
    measure_id varchar,
    date varchar,
    note varchar,
    other varchar
);

create table figure_log (
    revision_id bigint not null,
    position bigint not null,
    removed boolean not null,
    plan_id varchar not null,
    row_key varchar not null,
    figure_id varchar,
    measure_id varchar,
    region_code varchar,
    breakdown varchar,
    member varchar,
    value varchar,
    window_start varchar,
    window_end varchar,
    as_of varchar,
    certainty varchar,
    qualifier varchar,
    state varchar,
    parent_figure_id varchar,
    "partition" varchar,
    load varchar,
    load_reason varchar,
    load_reason_en varchar,
    source varchar,
    source_id varchar,
    section varchar,
    printed varchar,
    note varchar,
    note_en varchar,
    other varchar
);

create table target_log (
    revision_id bigint not null,
    position bigint not null,
    removed boolean not null,
    plan_id varchar not null,
    row_key varchar not null,
    target_id varchar,
    measure_id varchar,
    region_code varchar,
    comparator varchar,
    value varchar,
    value_high varchar,
    period_type varchar,
    window_start varchar,
    window_end varchar,
    years varchar,
    deadline varchar,
    change_unit varchar,
    reference_measure_id varchar,
    parent_target_id varchar,
    nature varchar,
    baseline_figure_id varchar,
    strength varchar,
    weight varchar,
    owner varchar,
    co_owners varchar,
    load varchar,
    load_reason varchar,
    load_reason_en varchar,
    source varchar,
    source_id varchar,
    section varchar,
    printed varchar,
    document_number varchar,
    note varchar,
    note_en varchar,
    other varchar
);

create table question_log (
    revision_id bigint not null,
    position bigint not null,
    removed boolean not null,
    plan_id varchar not null,
    row_key varchar not null,
    question_id varchar,
    subject varchar,
    text_zh varchar,
    text_en varchar,
    other varchar
);

create table lamp_log (
    revision_id bigint not null,
    position bigint not null,
    removed boolean not null,
    plan_id varchar not null,
    row_key varchar not null,
    scheme varchar,
    status varchar,
    lead_from varchar,
    lead_above varchar,
    lead_below varchar,
    lamp varchar,
    clock varchar,
    nature varchar,
    name_zh varchar,
    name_en varchar,
    note_zh varchar,
    note_en varchar,
    other varchar
);

create table plan_log (
    revision_id bigint not null,
    position bigint not null,
    removed boolean not null,
    plan_id varchar not null,
    row_key varchar not null,
    name_zh varchar,
    name_en varchar,
    region_code varchar,
    starts_on varchar,
    ends_on varchar,
    document_number varchar,
    issuer varchar,
    "default" varchar,
    other varchar
);

create view plan_log_rows as
select 'measure_log' as log, 'measures.csv' as file, plan_id, row_key, revision_id, position, removed from measure_log
union all
select 'plan_measure_log' as log, 'measures.csv' as file, plan_id, row_key, revision_id, position, removed from plan_measure_log
union all
select 'unit_log' as log, 'units.csv' as file, plan_id, row_key, revision_id, position, removed from unit_log
union all
select 'region_log' as log, 'regions.csv' as file, plan_id, row_key, revision_id, position, removed from region_log
union all
select 'breakdown_log' as log, 'breakdowns.csv' as file, plan_id, row_key, revision_id, position, removed from breakdown_log
union all
select 'identity_log' as log, 'identities.csv' as file, plan_id, row_key, revision_id, position, removed from identity_log
union all
select 'source_log' as log, 'sources.csv' as file, plan_id, row_key, revision_id, position, removed from source_log
union all
select 'break_log' as log, 'breaks.csv' as file, plan_id, row_key, revision_id, position, removed from break_log
union all
select 'figure_log' as log, 'figures.csv' as file, plan_id, row_key, revision_id, position, removed from figure_log
union all
select 'target_log' as log, 'targets.csv' as file, plan_id, row_key, revision_id, position, removed from target_log
union all
select 'question_log' as log, 'questions.csv' as file, plan_id, row_key, revision_id, position, removed from question_log
union all
select 'lamp_log' as log, 'lamps.csv' as file, plan_id, row_key, revision_id, position, removed from lamp_log
union all
select 'plan_log' as log, 'plan.csv' as file, plan_id, row_key, revision_id, position, removed from plan_log;

create view measure_rows as
select * from (
    select log.* from measure_log as log join revisions using (revision_id)
    where withdrawn_at is null
    qualify row_number() over (partition by log.plan_id, row_key order by revision_id desc) = 1
)
where not removed;

create view plan_measure_rows as
select * from (
    select log.* from plan_measure_log as log join revisions using (revision_id)
    where withdrawn_at is null
    qualify row_number() over (partition by log.plan_id, row_key order by revision_id desc) = 1
)
where not removed;

create view unit_rows as
select * from (
    select log.* from unit_log as log join revisions using (revision_id)
    where withdrawn_at is null
    qualify row_number() over (partition by log.plan_id, row_key order by revision_id desc) = 1
)
where not removed;

create view region_rows as
select * from (
    select log.* from region_log as log join revisions using (revision_id)
    where withdrawn_at is null
    qualify row_number() over (partition by log.plan_id, row_key order by revision_id desc) = 1
)
where not removed;

create view breakdown_rows as
select * from (
    select log.* from breakdown_log as log join revisions using (revision_id)
    where withdrawn_at is null
    qualify row_number() over (partition by log.plan_id, row_key order by revision_id desc) = 1
)
where not removed;

create view identity_rows as
select * from (
    select log.* from identity_log as log join revisions using (revision_id)
    where withdrawn_at is null
    qualify row_number() over (partition by log.plan_id, row_key order by revision_id desc) = 1
)
where not removed;

create view source_rows as
select * from (
    select log.* from source_log as log join revisions using (revision_id)
    where withdrawn_at is null
    qualify row_number() over (partition by log.plan_id, row_key order by revision_id desc) = 1
)
where not removed;

create view break_rows as
select * from (
    select log.* from break_log as log join revisions using (revision_id)
    where withdrawn_at is null
    qualify row_number() over (partition by log.plan_id, row_key order by revision_id desc) = 1
)
where not removed;

create view figure_rows as
select * from (
    select log.* from figure_log as log join revisions using (revision_id)
    where withdrawn_at is null
    qualify row_number() over (partition by log.plan_id, row_key order by revision_id desc) = 1
)
where not removed;

create view target_rows as
select * from (
    select log.* from target_log as log join revisions using (revision_id)
    where withdrawn_at is null
    qualify row_number() over (partition by log.plan_id, row_key order by revision_id desc) = 1
)
where not removed;

create view question_rows as
select * from (
    select log.* from question_log as log join revisions using (revision_id)
    where withdrawn_at is null
    qualify row_number() over (partition by log.plan_id, row_key order by revision_id desc) = 1
)
where not removed;

create view lamp_rows as
select * from (
    select log.* from lamp_log as log join revisions using (revision_id)
    where withdrawn_at is null
    qualify row_number() over (partition by log.plan_id, row_key order by revision_id desc) = 1
)
where not removed;

create view plan_rows as
select * from (
    select log.* from plan_log as log join revisions using (revision_id)
    where withdrawn_at is null
    qualify row_number() over (partition by log.plan_id, row_key order by revision_id desc) = 1
)
where not removed;

create view part_rows as
select * from (
    select log.* from plan_part_log as log join revisions using (revision_id)
    where withdrawn_at is null
    qualify row_number() over (partition by log.plan_id, file, row_key order by revision_id desc) = 1
)
where not removed;

create view plan_regions as
select parts.plan_id, arg_min(regions.region_code, parts.position) as region_code
from part_rows as parts join region_rows as regions using (row_key)
where parts.file = 'regions.csv' and coalesce(regions.parent_code, '') not in (
    select row_key from part_rows as others where others.file = 'regions.csv' and others.plan_id = parts.plan_id
)
group by parts.plan_id;

create view plans as
select plan_id, name_zh, name_en, coalesce(nullif(plan_rows.region_code, ''), plan_regions.region_code) as region_code,
    try_cast(starts_on as date) as starts_on, try_cast(ends_on as date) as ends_on, document_number, issuer
from plan_rows left join plan_regions using (plan_id);

create view measures as
select parts.plan_id, measure_rows.measure_id, name_zh, name_en, category, kind, unit, display_unit,
    try_cast(display_scale as double) as display_scale, direction, numerator_id, denominator_id,
    coalesce(headline = 'yes', false) as headline, owner, co_owners, definition, doubt
from part_rows as parts
join measure_rows using (row_key)
join plan_measure_rows as own on own.row_key = parts.row_key and own.plan_id = parts.plan_id
where parts.file = 'measures.csv';

create view figures as
with first_plans as (
    select row_key, min(plan_id) as plan_id from part_rows where file = 'figures.csv' group by row_key
)
select figure_id, coalesce(nullif(load, ''), 'primary') as load, load_reason, measure_id, name_zh,
    coalesce(nullif(figure_rows.region_code, ''), plan_regions.region_code) as region_code,
    coalesce(breakdown, '') as breakdown, coalesce(member, '') as member, try_cast(value as decimal(28, 8))::double as value,
    try_cast(window_start as date) as window_start, try_cast(window_end as date) as window_end,
    try_cast(as_of as date) as as_of, coalesce(nullif(qualifier, ''), 'eq') as qualifier, nullif(state, '') as state,
    printed, source_id, section
from figure_rows
left join first_plans using (row_key)
left join plan_regions on plan_regions.plan_id = first_plans.plan_id
left join (select measure_id, name_zh from measure_rows) using (measure_id);

create view baselines as
select figure_id, measure_id, name_zh, region_code, breakdown, member, value, window_start, window_end, as_of, qualifier, state,
    printed, source_id, section
from figures where load = 'primary';

create view targets as
with standing as (
    select figures.figure_id, coalesce(now.value::double, figures.value) as baseline_value,
        coalesce(figures.as_of, figures.window_end) as baseline_date
    from figures left join current_observations as now
        on now.measure_id = figures.measure_id and now.region_code = figures.region_code and now.breakdown = figures.breakdown
        and now.member = figures.member and now.window_start is not distinct from figures.window_start
        and now.window_end is not distinct from figures.window_end and now.as_of is not distinct from figures.as_of
)
select target_rows.plan_id, target_id, target_rows.measure_id,
    coalesce(nullif(target_rows.region_code, ''), plan_regions.region_code) as region_code, comparator,
    case when contains(value, '/') then try_cast(split_part(value, '/', 1) as double) / try_cast(split_part(value, '/', 2) as double)
        else try_cast(value as double) end as value,
    try_cast(value_high as double) as value_high, period_type, try_cast(window_start as date) as window_start,
    try_cast(window_end as date) as window_end, years, try_cast(deadline as date) as deadline, change_unit,
    reference_measure_id, parent_target_id, nature, strength, try_cast(weight as double) as weight, owner,
    baseline_figure_id, baseline_value, baseline_date, coalesce(nullif(load, ''), 'primary') as load, source_id, section,
    printed, coalesce(nullif(revisions.document_number, ''), target_rows.document_number) as document_number,
    target_rows.revision_id
from target_rows
join revisions using (revision_id)
left join plan_regions on plan_regions.plan_id = target_rows.plan_id
left join standing on standing.figure_id = target_rows.baseline_figure_id;

create view target_revisions as
select log.plan_id, target_id, log.revision_id,
    case when contains(value, '/') then try_cast(split_part(value, '/', 1) as double) / try_cast(split_part(value, '/', 2) as double)
        else try_cast(value as double) end as value,
    try_cast(deadline as date) as deadline,
    coalesce(nullif(revisions.document_number, ''), log.document_number) as document_number, made_by, made_at, effective_on,
    revisions.note as note
from target_log as log join revisions using (revision_id)
where withdrawn_at is null and not removed
order by log.plan_id, target_id, log.revision_id;

create view regions as
select region_code, name_zh, name_en, parent_code, type, coalesce(active, '') <> 'no' as active,
    coalesce(in_partition = 'yes', false) as in_partition, aliases, revision_id
from region_rows;

create view units as
select unit, name_zh, name_en, spellings, coalesce(integer = 'yes', false) as integer, revision_id from unit_rows;

create view identities as
select identity_id, kind, expression, try_cast(tolerance as double) as tolerance,
    coalesce(nullif(severity, ''), 'warning') as severity, note, revision_id
from identity_rows;

create view sources as
select source_id, title, number, issuer, try_cast(issued as date) as issued, revision_id from source_rows;

create view questions as
select plan_id, question_id, subject, text_zh, text_en, revision_id from question_rows;

create view breaks as
select measure_id, try_cast(date as date) as date, note, revision_id from break_rows;

create view lamp_rules as
select lamp_rows.plan_id, lamp_rows.position, scheme, nullif(status, '') as status, try_cast(lead_from as double) as lead_from,
    try_cast(lead_above as double) as lead_above, try_cast(lead_below as double) as lead_below, lamp, clock, nature,
    lamp_rows.revision_id
from lamp_rows;

