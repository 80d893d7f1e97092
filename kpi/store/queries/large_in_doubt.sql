-- grain: one row per measure and region of the relation told_rows that has to be held against others figure by figure:
-- it is of $measures, or has targets, figures already, or windows that overlap
with told as (select distinct measure_id, region_code from told_rows),
overlapping as (
    select measure_id, region_code, window_start <= max(window_end) over (
        partition by measure_id, region_code, breakdown, member order by window_start, window_end desc, position
        rows between unbounded preceding and 1 preceding
    ) as is_inside
    from told_rows where window_start is not null and window_end is not null
),
aimed_at as (select unnest($targets::varchar[]) as measure_id, unnest($target_regions::varchar[]) as region_code)
select measure_id, region_code from told
where measure_id in (select unnest($measures::varchar[]))
    or (measure_id, region_code) in (select (measure_id, region_code) from current_observations)
    or (measure_id, region_code) in (select (measure_id, region_code) from aimed_at)
    or (measure_id, region_code) in (select (measure_id, region_code) from overlapping where is_inside)
order by measure_id, region_code
