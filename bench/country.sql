-- grain: one row per series, region and month: figures of one made-up batch
insert into observation_log by name
select $batch::bigint as batch_id,
    place * $place_step + slot * $slot_step + month * $month_step as position,
    false as removed, measure_id, region_code, breakdown, member, key || of_month as observation_key,
    if(flow, first, null) as window_start, if(flow, last, null) as window_end, if(flow, null, last) as as_of,
    stated as value, 'eq' as qualifier, 'stated' as certainty, printed, 'country.csv' as file, '' as sheet,
    position + 2 as source_row, 'E' as source_column, '' as figure_id, '' as source_id, '' as section, '' as note
from (
    select series.*, month, first, last, if(flow, of_flow, of_day) as of_month,
        case shape
            when 'size' then size * (120 + month) // 120 // part
            when 'share' then share + month * 2 % 300
            when 'rank' then 1 + (place + month) % $places
            else 1
        end as whole, -- printed as people write it, and not with eight decimals, which take long to tell
        if(shape = 'share', whole::decimal(28, 3) / 1000, whole)::decimal(28, 8) as stated,
        if(shape = 'share', concat('0.', lpad(whole::varchar, 3, '0')), whole::varchar) as printed
    from series cross join months where month between $from_month and $to_month
)
