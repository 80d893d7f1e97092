-- grain: one row per table that went back with step $step of submission $submission_id, in their order
select file, sha256, content from returned_files
where submission_id = $submission_id and step = $step order by position
