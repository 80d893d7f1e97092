-- grain: one row per figure, as the log keeps it, and the place of its column; in whatever order
select line, place, measure_id, region_code, breakdown, member, window_start, window_end, as_of, value, qualifier, printed,
    line + 1 as source_row, letters.letter as source_column, remarks.note
from figures join letters using (place) join remarks using (n)
