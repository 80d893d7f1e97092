-- grain: one row per figure that was read and whose number is a plain one
select line, place, number, text from entries semi join seen_figures using (line, place) where number is not null
