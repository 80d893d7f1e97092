-- grain: one row per step of a matter or mark that is out of its order, given twice, of another target than the first, in a state
-- that its event does not lead to ($may_follow), without its event, or closing what the same person said was done
with steps as (
    select 'matter_log' as relation, entry_id, matter_id as thing, version, made_at, event as detail,
        plan_id || '/' || target_id || '/' || coalesce(target_year, 0) as subject
    from matter_log
    union all
    select 'follow_log', entry_id, mark_id, version, made_at, if(marked, 'mark', 'unmark'),
        concat_ws('/', plan_id, measure_id, region_code, breakdown, member, window_start, window_end, as_of)
    from follow_log
),
placed as (
    select *, row_number() over (partition by relation, thing order by entry_id) as place,
        first_value(subject) over (partition by relation, thing order by entry_id) as first_subject,
        lag(made_at) over (partition by relation order by entry_id) as before,
        count(*) over (partition by relation, entry_id) as twice
    from steps
)
select relation || ' #' || entry_id as subject from placed
where version <> place or subject <> first_subject or before > made_at or twice > 1
union
select relation || ' #' || entry_id from placed
anti join events on events.happened_at = placed.made_at
    and events.action = if(relation = 'matter_log', 'matter', 'follow')
    and events.detail = thing || '/' || version || ' ' || placed.detail
union
select 'matter_log #' || entry_id from (
    select *, coalesce(lag(state) over (partition by matter_id order by entry_id), '') as before from matter_log
) as moved
where not list_contains($may_follow, before || ' ' || event || ' ' || state)
    and not (event = 'assign' and state = before and exists (
        from audit_log where audit_log.action = 'handover' and audit_log.happened_at = moved.made_at
    ))
union
select 'matter_log #' || closed.entry_id
from matter_log as closed
asof join (from matter_log where event = 'finish') as finished
    on finished.matter_id = closed.matter_id and finished.entry_id < closed.entry_id
where closed.event = 'close' and finished.user_id <> ''
    and (finished.user_id = closed.user_id or (closed.user_id = '' and finished.made_by = closed.made_by))
