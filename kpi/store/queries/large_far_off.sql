-- grain: one row per row of the relation told_rows that may be far off the figures of its part that count now, or off its target
with rated as (
    select position, measure_id, region_code, breakdown, member,
        value::double / case when measure_id in (select unnest($flows::varchar[])) then window_end - window_start + 1 else 1 end as rate
    from told_rows where measure_id not in (select unnest($unsized::varchar[]))
),
known as (
    select measure_id, region_code, breakdown, member, min(rate) as least, max(rate) as most
    from (
        select measure_id, region_code, breakdown, member,
            value::double / case when measure_id in (select unnest($flows::varchar[])) then window_end - window_start + 1 else 1 end as rate
        from current_observations semi join (select distinct measure_id, region_code from told_rows) using (measure_id, region_code)
    )
    where rate > 0 group by all
),
aims as (
    select unnest($aimed_measures::varchar[]) as measure_id, unnest($aimed_regions::varchar[]) as region_code,
        unnest($aimed_rates::double[]) as aimed, '' as breakdown
)
select position from rated left join known using (measure_id, region_code, breakdown, member)
left join aims using (measure_id, region_code, breakdown)
where rate > 0 and (rate >= $far * least or rate * $far <= most or rate >= $far_apart * aimed or rate * $far_apart <= aimed)
order by position
