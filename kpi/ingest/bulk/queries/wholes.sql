-- grain: one row per figure of a region that the figures of the regions below it in the same file contradict
with below as (
    select parent_code, measure_id, breakdown, member, window_start, window_end, as_of, sum(value) as total, max(half) as slack,
        sum(value) filter (in_partition) as parts, max(half) filter (in_partition) as parts_slack,
        count(distinct region_code) filter (in_partition and active) as named
    from figures join regions using (region_code)
    where parent_code <> '' and measure_id in (select measure_id from additive)
    group by all
),
expected as (select parent_code, count(*) as expected from regions where in_partition and active group by parent_code)
select line, place from figures as whole
join below on below.parent_code = whole.region_code and below.measure_id = whole.measure_id
    and below.breakdown = whole.breakdown and below.member = whole.member
    and below.window_start is not distinct from whole.window_start
    and below.window_end is not distinct from whole.window_end and below.as_of is not distinct from whole.as_of
left join expected on expected.parent_code = whole.region_code
where not (abs(whole.value - total) <= greatest(slack, half))
    and not coalesce(abs(whole.value - parts) <= greatest(parts_slack, half), false)
    and not (coalesce(expected.expected, 0) > named and not $by_region and total < whole.value)
order by line, place
