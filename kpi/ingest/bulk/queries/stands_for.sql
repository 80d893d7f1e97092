-- grain: one row per figure that was read first of a measure and period, with how many that were not read are of these
with counted as (
    select m, p, count(*) filter (was_read is null) as others, arg_min(line, (line, place)) filter (was_read) as line,
        arg_min(place, (line, place)) filter (was_read) as place
    from found left join (select *, true as was_read from read) using (line, place) group by m, p
)
select line, place, others from counted where others > 0 and line is not null
