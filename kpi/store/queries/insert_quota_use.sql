-- grain: one use
insert into quota_uses by name select $who as who, $quota as quota, $amount as amount, $at as used_at
