-- grain: one row; of how many measures there are figures
select count(distinct measure_id) from figures
