-- grain: one row per figure of a region
select * from figures where region_code = $region order by line, place limit $most
