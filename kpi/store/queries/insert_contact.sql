-- grain: one address as it was set or taken back
insert into contact_log
select coalesce(max(entry_id), 0) + 1, $plan_id, $unit, $region_code, $address, $user_id, $made_by, $made_at from contact_log
