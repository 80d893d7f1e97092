-- What persons say of targets that the rules cannot judge: one row per target and day, which no file of a plan has.
create table judgement_log (
    revision_id bigint not null,
    position bigint not null,
    removed boolean not null,
    plan_id varchar not null,
    row_key varchar not null,
    target_id varchar,
    as_of varchar,
    verdict varchar,
    reason varchar,
    evidence varchar,
    judged_by varchar,
    judged_on varchar,
    other varchar
);

create or replace view plan_log_rows as
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
select 'plan_log' as log, 'plan.csv' as file, plan_id, row_key, revision_id, position, removed from plan_log
union all
select 'judgement_log' as log, '' as file, plan_id, row_key, revision_id, position, removed from judgement_log;

create view judgement_rows as
select * from (
    select log.* from judgement_log as log join revisions using (revision_id)
    where withdrawn_at is null
    qualify row_number() over (partition by log.plan_id, row_key order by revision_id desc) = 1
)
where not removed;

create view judgements as
select judgement_rows.plan_id, judgement_rows.target_id, try_cast(as_of as date) as as_of, verdict, reason, evidence, judged_by,
    try_cast(judged_on as date) as judged_on, judgement_rows.revision_id
from judgement_rows
join target_rows on target_rows.plan_id = judgement_rows.plan_id and target_rows.target_id = judgement_rows.target_id;
