-- grain: one visit
update visits set seen_at = greatest(seen_at, $at) where visit_key = $visit_key and ended_at is null
