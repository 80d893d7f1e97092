-- grain: the uses of one quota by one of them
delete from quota_uses where who = $who and quota = $quota
