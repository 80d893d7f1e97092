-- grain: one row per cell of a row without any value that was read and doubted
create or replace table faulty_blanks as
select r, m, p from entries where state = 2 and line in (select line from doubted)
