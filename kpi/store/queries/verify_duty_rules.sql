-- grain: one row per rule of reporting that has no number of its own, is not as the audit log has it, or was removed without an
-- entry, and one per entry of the log without its rule
with rules as (
    select *, concat_ws(' ', frequency, nullif(days_after, 0), nullif(measure_id, ''), nullif(unit, ''),
        nullif(region_code, ''), if(each_place, 'True', null)) as told
    from duty_rules
),
made as (
    from audit_log where action = 'duty_rule' and outcome = 'done'
)
select 'duty_rules #' || rule_id as subject from rules qualify rule_id <> row_number() over (order by rule_id)
union
select 'duty_rules #' || rule_id from rules
anti join made on made.happened_at = made_at and made.actor = made_by and made.subject = plan_id and made.detail = told
union
select 'duty_rules #' || rule_id from rules
anti join audit_log on audit_log.happened_at = removed_at and audit_log.actor = removed_by and audit_log.subject = plan_id
    and (action = 'duty_rule' or (action = 'duty_rule_remove' and detail = rule_id::varchar))
where removed_at is not null
union
select 'audit_log #' || entry_id from made
anti join rules on made.happened_at = made_at and made.subject = plan_id and made.detail = told
