-- grain: the answer under one key of one account, if there is one
select fingerprint, status, content from program_answers where user_id = $user_id and request_key = $request_key
