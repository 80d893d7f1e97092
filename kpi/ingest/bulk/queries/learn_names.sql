-- grain: one row per region and remark, as rows that were read without any doubt tell them
create or replace table known_regions as
select r, any_value(region_code) as region_code from seen join entries using (line, place)
group by r having count(distinct region_code) = 1
