-- grain: one row per figure whose key an earlier one has, with the first such one
with keys as (
    select measure_id, region_code, breakdown, member, window_start, window_end, as_of
    from figures group by all having count(*) > 1
),
same as (
    select figures.*, first_value(line) over earlier as first_line, first_value(place) over earlier as first_place
    from figures join keys on figures.measure_id = keys.measure_id and figures.region_code = keys.region_code
        and figures.breakdown = keys.breakdown and figures.member = keys.member
        and figures.window_start is not distinct from keys.window_start
        and figures.window_end is not distinct from keys.window_end and figures.as_of is not distinct from keys.as_of
    window earlier as (
        partition by figures.measure_id, figures.region_code, figures.breakdown, figures.member, figures.window_start,
            figures.window_end, figures.as_of
        order by line, place
    )
)
select line, place, first_line, first_place from same where (line, place) <> (first_line, first_place) order by line, place
