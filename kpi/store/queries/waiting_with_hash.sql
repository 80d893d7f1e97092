-- grain: one row per submission that waits with a file of the hash $sha256
select submission_id from submission_files join (
    select submission_id, arg_max(action, step) as action, max(version) as version from submission_steps group by submission_id
) as newest using (submission_id, version)
where action = 'submit' and sha256 = $sha256
