-- grain: one row per cell of values that stands for others: the first of each region, and of each measure and period
select line, place from (
    select arg_min(line, (line, place)) as line, arg_min(place, (line, place)) as place
    from entries where not odd and state <> 1 group by r, state
    union
    select arg_min(line, (line, place)), arg_min(place, (line, place)) from entries where not odd and state = 0 group by m, p
    union
    select arg_min(line, (line, place)), arg_min(place, (line, place)) from entries where not odd and state = 2 group by m
    union
    select arg_min(line, (line, place)), arg_min(place, (line, place)) from entries where not odd and state = 2 group by p
)
order by line, place
