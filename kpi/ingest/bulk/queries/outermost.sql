-- grain: one row per cell of values that is the least or greatest of its measure and way of writing, or one of a sample
with open as (
    select line, place, m, way, number from entries
    semi join known_regions using (r) semi join known_periods using (m, p)
    where not odd and way is not null
)
select line, place from (
    select arg_min(line, (number, line, place)) as line, arg_min(place, (number, line, place)) as place from open group by m, way
    union
    select arg_max(line, (number, line, place)), arg_max(place, (number, line, place)) from open group by m, way
    union
    (select line, place from open order by hash(line * 1000 + place) limit $sample)
)
order by line, place
