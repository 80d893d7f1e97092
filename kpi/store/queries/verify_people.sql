-- grain: one row per account, role and token that stands twice, is nobody's, or is not as the audit log has it, and per visit that
-- no entry of coming in began, or that goes on although all of its person were ended (a visit may be of somebody without account)
with given as (
    select *, concat_ws(' ', role, nullif(plan_id, ''), nullif(unit, ''), nullif(array_to_string(regions, ','), '')) as told
    from grants
),
shown as (
    select *, concat_ws(' ', token_id, label, role, nullif(plan_id, ''), nullif(unit, ''),
        nullif(array_to_string(regions, ','), '')) as told
    from tokens
),
barred as (
    select subject as user_id, min(happened_at) as disabled_at
    from (
        select *, max(if(action = 'user_enable', entry_id, 0)) over (partition by subject) as enabled
        from audit_log where action in ('user_disable', 'user_enable') and outcome = 'done'
    )
    where entry_id > enabled group by subject
),
done as (
    select entry_id, happened_at, actor, action, subject, detail from audit_log where outcome = 'done'
)
select 'people ' || user_id as subject from people group by user_id having count(*) > 1
union
select 'people ' || user_id from people
anti join done on done.action = 'user_add' and done.subject = user_id and done.happened_at = made_at
union
select 'people ' || user_id from people left join barred using (user_id)
where people.disabled_at is distinct from barred.disabled_at
union
select 'grants #' || grant_id from grants anti join people using (user_id)
union
select 'grants #' || grant_id from grants group by grant_id having count(*) > 1
union
select 'grants #' || grant_id from given
anti join done on done.action = 'role_give' and done.subject = user_id and done.happened_at = given_at
    and done.actor = given_by and done.detail = told
union
select 'grants #' || grant_id from given
anti join done on done.happened_at = taken_at and done.actor = taken_by
    and ((done.action = 'role_take' and done.subject = user_id and done.detail = told)
        or (done.action = 'handover' and starts_with(done.subject, user_id || ' ')))
where taken_at is not null
union
select 'audit_log #' || entry_id from done
anti join given on done.subject = user_id and done.happened_at = given_at and done.detail = told
where done.action = 'role_give'
union
select 'audit_log #' || entry_id from done
anti join given on done.subject = user_id and done.happened_at = taken_at and done.detail = told
where done.action = 'role_take'
union
select 'tokens #' || token_id from tokens anti join people using (user_id)
union
select 'tokens #' || token_id from tokens group by token_id having count(*) > 1
union
select 'tokens #' || token_id from shown
anti join done on done.action = 'token_add' and done.subject = user_id and done.happened_at = made_at and done.detail = told
union
select 'audit_log #' || entry_id from done
anti join tokens on done.subject = user_id and done.happened_at = withdrawn_at
where done.action = 'token_withdraw'
union
select 'visits ' || visit_key from visits
anti join done on done.action = 'sign_in' and done.subject = user_id and done.happened_at = started_at
union
select 'visits ' || visit_key from visits
semi join done on done.subject = user_id and done.happened_at > started_at
    and done.action in ('visits_end', 'user_password', 'user_disable', 'user_enable', 'role_give', 'role_take')
where ended_at is null
