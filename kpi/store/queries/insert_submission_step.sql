-- grain: one step
insert into submission_steps values (
    $submission_id, $step, $plan_id, $kind, $action, $version, $user_id, $made_by, $made_at, $note, $request, $places, $numbers
)
