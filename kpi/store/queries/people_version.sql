-- grain: one number that grows with every change of who there is and what they may
select (select count(*) from people) + (select count(*) + count(taken_at) from grants)
    + (select count(*) from audit_log where action in ('user_rename', 'user_disable', 'user_enable'))
