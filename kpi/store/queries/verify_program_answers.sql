-- grain: one row per answer to a program that stands twice, is nobody's, is not what was given, or tells of what was not done: what
-- was loaded (201) or sent in (202) is in the audit log at that moment
with done as (
    select user_id, happened_at from audit_log where outcome = 'done' and action in ('commit', 'submit')
),
answers as (
    select *, 'program_answers ' || user_id || ' ' || request_key as subject,
        sha256(concat_ws(' ', user_id, request_key, fingerprint, status, sha256(content))) as found
    from program_answers
)
select subject from answers group by subject having count(*) > 1
union
select subject from answers anti join people using (user_id) where user_id <> ''
union
select subject from answers where sha256 is distinct from found
union
select subject from answers
anti join done on done.user_id = answers.user_id and done.happened_at = made_at
where status in (201, 202)
