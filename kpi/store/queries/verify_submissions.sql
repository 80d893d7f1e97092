-- grain: one row per submission, or step of one, that breaks a rule: steps in their order, from a stage that allows them, with
-- their events and files as they were hashed, never approved by who sent it, and what an approval made is there
with steps as (
    select *, lag(action) over (partition by submission_id order by step) as before,
        row_number() over (partition by submission_id order by step) as place
    from submission_steps
)
select 'submissions #' || submission_id as subject from steps
where step <> place or (step = 1 and (action <> 'submit' or version <> 1))
    or (step > 1 and not coalesce((action, before) in (
        ('submit', 'send_back'), ('send_back', 'submit'), ('approve_submission', 'submit'), ('take_back', 'submit'),
        ('take_back', 'send_back')
    ), false))
union
select 'submissions #' || submission_id from steps
anti join (select happened_at, action, try_cast(split_part(detail, ' ', 1) as bigint) as submission_id from events) as told
    on told.submission_id = steps.submission_id and told.action = steps.action and told.happened_at = made_at
union
select 'submissions #' || decided.submission_id from steps as decided
join steps as sent on sent.submission_id = decided.submission_id and sent.action = 'submit'
where decided.action = 'approve_submission'
    and ((sent.user_id <> '' and sent.user_id = decided.user_id)
        or ((sent.user_id = '' or decided.user_id = '' or sent.user_id like 'os:%' or decided.user_id like 'os:%')
            and sent.made_by = decided.made_by))
union
select 'submissions #' || submission_id from submission_files where sha256(content) <> sha256
union
select 'submissions #' || submission_id from returned_files where sha256(content) <> sha256
union
select 'submissions #' || submission_id from steps
anti join submission_files using (submission_id, version)
where action = 'submit' and kind in ('figures', 'load')
union
select 'submissions #' || submission_id from (
    select submission_id, made_at, kind, unnest(numbers) as number from submission_steps where action = 'approve_submission'
) as made
where not exists (from batches where made.kind = 'figures' and batch_id = made.number and approved_at = made.made_at)
    and not exists (
        from revisions
        where made.kind <> 'figures' and revision_id = made.number
            and made.made_at = case made.kind when 'withdraw' then revisions.withdrawn_at else revisions.made_at end
    )
