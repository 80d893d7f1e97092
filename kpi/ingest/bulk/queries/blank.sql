-- grain: one row per empty cell of values that was not read
select line, place from entries anti join read using (line, place)
where state > 0 and text = '' order by line, place
