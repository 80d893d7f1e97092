-- grain: one row per row of the plan that counts and names something there is none of, and per file that lists such a row
with listed as (
    select file, row_key from part_rows
    anti join (select file, plan_id, row_key from plan_log_rows) as rows
        on rows.file = part_rows.file and rows.row_key = part_rows.row_key and rows.plan_id in ('', part_rows.plan_id)
),
named as (
    select 'target_log ' || target_id as subject, 'measure_log' as log, measure_id as row_key from target_rows
    union all
    select 'target_log ' || target_id, 'region_log', region_code from target_rows
    union all
    select 'target_log ' || target_id, 'figure_log', baseline_figure_id from target_rows
    union all
    select 'figure_log ' || figure_id, 'measure_log', measure_id from figure_rows
    union all
    select 'figure_log ' || figure_id, 'region_log', region_code from figure_rows
    union all
    select 'break_log ' || row_key, 'measure_log', measure_id from break_rows
    union all
    select 'measure_log ' || measure_id, 'unit_log', unit from measure_rows
    union all
    select 'plan_measure_log ' || row_key, 'measure_log', row_key from plan_measure_rows
),
there as (
    select 'measure_log' as log, row_key from measure_rows
    union all
    select 'region_log', row_key from region_rows
    union all
    select 'figure_log', row_key from figure_rows
    union all
    select 'unit_log', row_key from unit_rows
)
select file || ' ' || row_key as subject from listed
union
select subject from named anti join there using (log, row_key) where coalesce(named.row_key, '') <> ''
union
select log || ' ' || row_key || chr(31) || '#' || revision_id from plan_log_rows anti join revisions using (revision_id)
union
select 'plan_part_log ' || row_key || chr(31) || '#' || revision_id from plan_part_log anti join revisions using (revision_id)
