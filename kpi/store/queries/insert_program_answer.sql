-- grain: one answer
insert into program_answers by name
select
    $user_id as user_id, $request_key as request_key, $fingerprint as fingerprint,
    $status as status, $content as content, $made_at as made_at,
    sha256(concat_ws(' ', $user_id, $request_key, $fingerprint, $status, sha256($content::blob))) as sha256
