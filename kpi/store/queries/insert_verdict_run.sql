-- grain: one plan that was judged
insert into verdict_runs
values ($event_id, $plan_id, $as_of, $scheme, $rules_version, $data_version, $verdicts, $written_at)
