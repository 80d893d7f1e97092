-- grain: the uses before a moment
delete from quota_uses where used_at <= $until
