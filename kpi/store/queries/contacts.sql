-- grain: one row per unit or place of plan $plan_id with an address, as it was set last
select entry_id, plan_id, unit, region_code, address, user_id, made_by, made_at
from contact_log where plan_id = $plan_id
qualify row_number() over (partition by unit, region_code order by entry_id desc) = 1 and address <> ''
order by unit, region_code
