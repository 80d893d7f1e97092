-- grain: one row per use since a moment, the first one first
select who, quota, amount, used_at from quota_uses where used_at > $since order by used_at, who, quota
