-- grain: one row: the last day that any current figure ends on, which has a day or a window; a maximum of a bare column reads little
select greatest(max(as_of), max(window_end)) as last
from current_observations
