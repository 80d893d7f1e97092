-- grain: one alias
insert into aliases values (
    $alias_id, $thing, $spelling, $spelling_key, $code, $accepted_by, $accepted_at, '', null
)
