-- grain: one profile
insert into profiles values ($profile_id, $name, $definition, $saved_by, $saved_at, '', null)
