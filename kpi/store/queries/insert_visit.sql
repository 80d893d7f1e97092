-- grain: one visit
insert into visits by name
select $visit_key as visit_key, $user_id as user_id, $address as address, $at as started_at, $at as seen_at
