-- Targets in SQL say who helps with them, as measures do. And what was answered to a program has a hash of itself beside it,
-- so that an answer that was changed in the file is told from one that was given.
create or replace view targets as
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
    reference_measure_id, parent_target_id, nature, strength, try_cast(weight as double) as weight, owner, co_owners,
    baseline_figure_id, baseline_value, baseline_date, coalesce(nullif(load, ''), 'primary') as load, source_id, section,
    printed, coalesce(nullif(revisions.document_number, ''), target_rows.document_number) as document_number,
    target_rows.revision_id
from target_rows
join revisions using (revision_id)
left join plan_regions on plan_regions.plan_id = target_rows.plan_id
left join standing on standing.figure_id = target_rows.baseline_figure_id;

alter table program_answers add column sha256 varchar;

update program_answers set sha256 = sha256(concat_ws(' ', user_id, request_key, fingerprint, status, sha256(content)));
