-- grain: one row per region with figures, in the log or in the projection: how many rows there are of it in both
select region_code, count(*) as count
from (select region_code from observation_log union all select region_code from current_observations)
group by region_code order by region_code
