-- grain: one row per event since there is an audit log that has no entry in it, by its number
with kept as (
    select * from events
    where happened_at >= (select applied_at from schema_migrations where name = '0011_audit')
)
select '#' || event_id as subject
from kept anti join audit_log on audit_log.happened_at = kept.happened_at and audit_log.action = kept.action
    and audit_log.actor = kept.actor and audit_log.detail = kept.detail
    and audit_log.subject = coalesce('batch ' || kept.batch_id, '')
