-- grain: one file of a version of a submission
insert into submission_files values ($submission_id, $version, $position, $file, $sha256, $content)
