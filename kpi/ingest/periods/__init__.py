"""The grammar of periods: which text means which days, wherever it stands. Nothing else in this room parses one.

`spans` reads years and dates and makes two dates of them; `labels` reads what a header or cell calls a period; `inside` and
`told` find periods among other words, in Chinese or, by `english`, in English.
"""

from kpi.ingest.periods.inside import dated_name, is_day, periods_in, untitled, without_times
from kpi.ingest.periods.labels import (
    Label,
    Quarters,
    label_of,
    only_window,
    place,
    read_label,
    refuse_other_window,
    says_window,
    titled_label,
    together,
    window_word,
    year_label,
)
from kpi.ingest.periods.spans import EARLIEST_YEAR, Period, check_bounds, is_early, period, read_date
from kpi.ingest.periods.told import Told, told_in, with_years
