-- grain: one table that went back with a step of a submission
insert into returned_files values ($submission_id, $step, $position, $file, $sha256, $content)
