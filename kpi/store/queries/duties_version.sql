-- grain: one number that grows with every change of a rule
select count(*) + count(removed_at) from duty_rules
