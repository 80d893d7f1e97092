-- grain: one row per row of the relation told_rows whose key counts now already, and whether it says the same there
select told_rows.position, current.value as old_value, current.qualifier as old_qualifier,
    told_rows.qualifier = current.qualifier and abs(told_rows.value::double - current.value::double)
        <= $tolerance * greatest(abs(told_rows.value::double), abs(current.value::double)) as agrees
from told_rows join current_observations as current using (observation_key)
order by told_rows.position
