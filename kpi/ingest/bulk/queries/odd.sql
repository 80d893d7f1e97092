-- grain: one row per cell of values that has to be read by itself
select line, place from entries
where odd or (state = 0 and not exists (from found where found.line = entries.line and found.place = entries.place))
    or (state = 2 and (r in (select r from faulty_blanks) or m in (select m from faulty_blanks) or p in (select p from faulty_blanks)))
order by line, place
