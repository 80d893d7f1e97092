-- grain: one row per observation key of the measures and places given that ends on a day which some series of theirs ends on last
with own as not materialized ( -- a list is looked up once for each spelling of a block: faster than a join
    select *, coalesce(as_of, window_end) as finish from current_observations
    where list_contains($measures::varchar[], measure_id) and list_contains($places::varchar[], region_code)
        and coalesce(as_of, window_end) <= $as_of
),
last_days as (
    select max(finish) as finish from own
    where certainty <> 'unknown' and (as_of is not null or window_start is not null)
    group by measure_id, breakdown, member
)
select measure_id, region_code, breakdown, member, window_start, window_end, as_of, value, qualifier, certainty, printed,
    file, sheet, source_row as row, coalesce(source_column, '') as "column", figure_id, source_id, section, note, batch_id
from own
where finish in (select finish from last_days)
order by batch_id, position
