-- grain: one row per figure of the plan that counts and the baseline does not hold so, and the other way round
with newest as (
    select log.* from observation_log as log join batches using (batch_id)
    where batches.kind = 'baseline'
    qualify row_number() over (partition by observation_key order by batch_id desc) = 1
),
held as (
    select figure_id, measure_id, region_code, breakdown, member, window_start, window_end, as_of, value from newest
    where not removed and figure_id <> ''
),
said as (
    select figure_id, figure_rows.measure_id, figures.region_code, figures.breakdown, figures.member, figures.window_start,
        figures.window_end, figures.as_of, try_cast(figure_rows.value as decimal(28, 8)) as value
    from figures join figure_rows using (figure_id)
    where figures.load = 'primary' and exists (select 1 from part_rows where file = 'figures.csv' and row_key = figure_id)
),
differing as (
    (from held except from said) union (from said except from held)
)
select distinct 'figure_log ' || figure_id as subject from differing
where exists (select 1 from revisions)
