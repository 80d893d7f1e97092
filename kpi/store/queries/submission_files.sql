-- grain: one row per file of version $version of submission $submission_id, in their order
select file, sha256, content from submission_files
where submission_id = $submission_id and version = $version order by position
