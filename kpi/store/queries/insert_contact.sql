-- grain: one address as it was set or taken back
insert into contact_log
select $entry_id, $plan_id, $unit, $region_code, $address, $user_id, $made_by, $made_at
