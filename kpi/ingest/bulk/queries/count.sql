-- grain: one row; how many figures there are
select count(*) from figures
