-- grain: one row per stated ratio that what it is a ratio of may contradict, itself and its two parts, and each row of the relation
-- told_rows that is of one of these on its last day, or of none
with shares as (
    select unnest($shares::varchar[]) as share, unnest($above::varchar[]) as above_id, unnest($above_breakdowns::varchar[]) as above_breakdown,
        unnest($above_members::varchar[]) as above_member, unnest($below::varchar[]) as below_id,
        unnest($below_breakdowns::varchar[]) as below_breakdown, unnest($below_members::varchar[]) as below_member,
        unnest($exact::boolean[]) as is_exact
),
involved as (select share as measure_id from shares union select above_id from shares union select below_id from shares),
told as (
    select measure_id, region_code, breakdown, member, window_start, window_end, as_of, coalesce(as_of, window_end) as ends_on,
        value::double as value, qualifier, printed, position
    from told_rows semi join involved using (measure_id)
),
there as (
    select measure_id, region_code, breakdown, member, window_start, window_end, as_of, coalesce(as_of, window_end) as ends_on,
        value::double as value, qualifier, printed, null::bigint as position
    from current_observations semi join involved using (measure_id)
    anti join told_rows using (observation_key)
    where (region_code, coalesce(as_of, window_end)) in (select (region_code, ends_on) from told)
),
figures as (from told union all from there),
stated as (
    select figures.*, is_exact, above_id, below_id,
        case when above_breakdown = '' then breakdown else above_breakdown end as above_breakdown,
        case when above_breakdown = '' then member else above_member end as above_member,
        case when below_breakdown = '' then breakdown else below_breakdown end as below_breakdown,
        case when below_breakdown = '' then member else below_member end as below_member,
        regexp_matches(printed, '^[0-9]+([.][0-9]+)?%?$') as is_plain,
        try_cast(rtrim(printed, '%') as double) as number,
        case when contains(printed, '.') then length(rtrim(printed, '%')) - instr(printed, '.') else 0 end as decimals
    from figures join shares on measure_id = share
),
held as (
    select stated.*, above.value as above_value, below.value as below_value,
        stated.qualifier = 'eq' and above.qualifier = 'eq' and below.qualifier = 'eq' and above.value >= 0 and below.value > 0 as is_simple,
        case when is_exact or number = 0 or stated.value = 0 or not is_plain then 0
            when abs(log10(stated.value / number) - round(log10(stated.value / number))) < 1e-9
                then 0.4999 * stated.value / number * pow(10, -decimals)
            else 0 end as room
    from stated left join figures as above on above.measure_id = above_id and above.region_code = stated.region_code
        and above.breakdown = above_breakdown and above.member = above_member
        and above.window_start is not distinct from stated.window_start
        and above.window_end is not distinct from stated.window_end and above.as_of is not distinct from stated.as_of
    left join figures as below on below.measure_id = below_id and below.region_code = stated.region_code
        and below.breakdown = below_breakdown and below.member = below_member
        and below.window_start is not distinct from stated.window_start
        and below.window_end is not distinct from stated.window_end and below.as_of is not distinct from stated.as_of
),
suspect as (
    select * from held where above_value is not null and below_value <> 0
        and not (is_simple and abs(value - above_value / below_value) <= room)
    union all
    select held.* from held semi join figures as above on above.measure_id = above_id and above.region_code = held.region_code
        and above.breakdown = above_breakdown and above.member = above_member and above.window_end = held.as_of
    where above_value is null and held.as_of is not null
),
wanted as (
    select measure_id, region_code, breakdown, member, ends_on, true as is_share from suspect
    union
    select above_id, region_code, above_breakdown, above_member, ends_on, false from suspect
    union
    select below_id, region_code, below_breakdown, below_member, ends_on, false from suspect
)
select wanted.*, position from wanted left join told using (measure_id, region_code, breakdown, member, ends_on)
order by position
