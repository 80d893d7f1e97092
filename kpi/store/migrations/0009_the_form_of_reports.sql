-- To whom a plan's reports go and who signs them. Plans from before say nothing of it until somebody does.
alter table plan_log add column addressee varchar;

alter table plan_log add column signatory varchar;

alter table plan_log add column annex_note varchar;

alter table plan_log add column copy_to varchar;

create or replace view plan_rows as
select * from (
    select log.* from plan_log as log join revisions using (revision_id)
    where withdrawn_at is null
    qualify row_number() over (partition by log.plan_id, row_key order by revision_id desc) = 1
)
where not removed;

create or replace view plans as
select plan_id, name_zh, name_en, coalesce(nullif(plan_rows.region_code, ''), plan_regions.region_code) as region_code,
    try_cast(starts_on as date) as starts_on, try_cast(ends_on as date) as ends_on, document_number, issuer
from plan_rows left join plan_regions using (plan_id);
