-- grain: one row per measure and way of writing whose least and greatest number were read without any doubt, by one scale
create or replace table known_ways as
with spans as (
    select m, way, min(number) as least, max(number) as greatest from entries
    semi join known_regions using (r) semi join known_periods using (m, p)
    where not odd and way is not null group by m, way
),
shown as (
    select m, way, min(number) as least, max(number) as greatest, any_value(qualifier) as qualifier,
        any_value(suffix) as suffix, any_value(half) as half, any_value(significant) as significant,
        coalesce(any_value(scale) filter (number <> 0), 1) as scale
    from seen join entries using (line, place)
    where not odd and way is not null
    group by m, way
    having count(distinct qualifier) = 1 and count(distinct suffix) = 1 and count(distinct half) = 1
        and count(distinct scale) filter (number <> 0) <= 1
)
select m, way, scale, qualifier, suffix, half from shown join spans using (m, way)
where shown.least <= spans.least and shown.greatest >= spans.greatest and significant - log10(scale) <= 8.000001
