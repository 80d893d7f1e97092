-- grain: one row per step of a matter or mark that is out of its order, given twice, of another target than the first, or without its event
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
