-- grain: one row; the number the next submission gets
select coalesce(max(submission_id), 0) + 1 as submission_id from submission_steps
