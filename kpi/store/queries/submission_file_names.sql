-- grain: one row per file that a step of submission $submission_id brought, in their order
select step, file, position from submission_steps join submission_files using (submission_id, version)
where submission_id = $submission_id and action = 'submit'
union all
select step, file, position from returned_files where submission_id = $submission_id
order by step, position
