-- grain: one row; a number that grows with every change of a plan, so that what was made of the plans before is known to be old
select count(*) + count(withdrawn_at) as plan_version from revisions
