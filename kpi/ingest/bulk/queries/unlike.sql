-- grain: one row per figure that was read as something else than what is said of it
select line from found join seen_figures as read using (line, place)
where (found.measure_id, found.region_code, found.breakdown, found.member, found.value, found.qualifier, found.printed)
    <> (read.measure_id, read.region_code, read.breakdown, read.member, read.value, read.qualifier, read.printed)
    or found.window_start is distinct from read.window_start or found.window_end is distinct from read.window_end
    or found.as_of is distinct from read.as_of or found.half <> read.half
order by line
