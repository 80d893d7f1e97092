-- grain: one row per figure of the region of a figure, and of the regions directly below it, for the same thing
select figures.* from figures join regions using (region_code)
join (from figures where line = $line and place = $place) as whole
    on (figures.line = whole.line and figures.place = whole.place or regions.parent_code = whole.region_code)
    and figures.measure_id = whole.measure_id and figures.breakdown = whole.breakdown and figures.member = whole.member
    and figures.window_start is not distinct from whole.window_start
    and figures.window_end is not distinct from whole.window_end and figures.as_of is not distinct from whole.as_of
order by line, place
