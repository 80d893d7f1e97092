-- grain: one row per verdict written twice or at no run, per run of no event or with a wrong count, and per event that should have been followed by one
with changes as (
    select *, case when removed then 0 else 1 end - coalesce(lag(case when removed then 0 else 1 end) over before, 0) as change
    from verdict_log
    window before as (partition by plan_id, target_id, year order by event_id)
),
counted as (
    select runs.plan_id, runs.event_id, runs.verdicts, coalesce(sum(change), 0) as standing
    from verdict_runs as runs left join changes on changes.plan_id = runs.plan_id and changes.event_id <= runs.event_id
    group by all
),
first_runs as (
    select min(event_id) as event_id from verdict_runs
)
select 'verdict_log ' || target_id || coalesce(' ' || year, '') || chr(31) || '#' || event_id as subject from verdict_log
group by plan_id, target_id, year, event_id having count(*) > 1
union
select 'verdict_log ' || target_id || chr(31) || '#' || event_id from verdict_log as log
anti join verdict_runs as runs
    on runs.plan_id = log.plan_id and runs.event_id = log.event_id and runs.written_at = log.written_at and runs.as_of = log.as_of
    and runs.scheme = log.scheme and runs.rules_version = log.rules_version and runs.data_version = log.data_version
union
select 'verdict_runs ' || plan_id || chr(31) || '#' || event_id from verdict_runs
group by plan_id, event_id having count(*) > 1
union
select 'verdict_runs ' || plan_id || chr(31) || '#' || verdict_runs.event_id from verdict_runs
anti join events on events.event_id = verdict_runs.event_id and happened_at = written_at
union
select 'verdict_runs ' || plan_id || chr(31) || '#' || event_id from counted where verdicts <> standing
union
select 'events #' || event_id from events
where action in ('commit', 'withdraw', 'approve', 'load', 'revise', 'answer', 'judge', 'withdraw_revision')
    and event_id > (select event_id from first_runs)
    and not exists (
        select 1 from verdict_runs as runs where runs.event_id >= events.event_id and runs.written_at = events.happened_at
    )
