-- grain: one row per series, region and month: figures of one made-up batch
insert into observation_log by name
with numbered as (
    select number as position, number // $place_step % $places as place, number // $slot_step % $slots as slot,
        number // $month_step % $months as month
    from range($places::bigint * $slots * $months) as made(number)
),
months as (
    select number, make_date($first_year + number // 12, 1 + number % 12, 1) as first, last_day(first) as last
    from range($months) as made(number)
),
stated as (
    select position, measure_id, region_code, breakdown, member, flow, first, last,
        case shape
            when 'size' then (400 + slot * 37 % 500 + place * 7 % 300) * (120 + month) // 120 // part * weight
            when 'share' then (200 + (slot * 31 + place * 7) % 300 + month * 2 % 300) / 1000
            when 'rank' then 1 + (place + month) % $places
            else 1
        end::decimal(28, 8) as value
    from numbered
    join made_slots on made_slots.number = numbered.slot
    join made_places on made_places.number = numbered.place
    join months on months.number = numbered.month
)
select $batch::bigint as batch_id, position, false as removed, measure_id, region_code, breakdown, member,
    concat_ws(chr(31), measure_id, region_code, breakdown, member,
        if(flow, first::varchar, ''), if(flow, last::varchar, ''), if(flow, '', last::varchar)) as observation_key,
    if(flow, first, null) as window_start, if(flow, last, null) as window_end, if(flow, null, last) as as_of,
    value, 'eq' as qualifier, 'stated' as certainty, value::varchar as printed, 'country.csv' as file, '' as sheet,
    position + 2 as source_row, 'E' as source_column, '' as figure_id, '' as source_id, '' as section, '' as note
from stated
