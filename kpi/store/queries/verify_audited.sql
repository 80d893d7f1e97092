-- grain: one row per event since there is an audit log that has no entry in it, by its number; a clock that lagged when the log
-- came leaves earlier events behind its moment, so the first event that has an entry counts as well
with told as (
    select event_id
    from events semi join audit_log on audit_log.happened_at = events.happened_at and audit_log.action = events.action
        and audit_log.actor = events.actor and audit_log.detail = events.detail
        and audit_log.subject = coalesce('batch ' || events.batch_id, '')
)
select '#' || event_id as subject
from events anti join told using (event_id)
where happened_at >= (select applied_at from schema_migrations where name = '0011_audit')
    and event_id >= coalesce((select min(event_id) from told), 0)
