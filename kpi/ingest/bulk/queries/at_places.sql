-- grain: one row per figure at the places in `wanted`
select figures.* from figures semi join wanted using (line, place) order by line, place
