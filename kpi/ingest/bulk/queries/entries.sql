-- grain: one row per cell of values below the header; `way` says how its number is written, null where only a reader can tell
create table entries as
with trimmed as (
    select line, place, r, m, p, n, state, odd, trim(text, ' ' || chr(9)) as text from cells
),
parted as (
    select *, case when state = 0 then regexp_extract(text, $shape, ['before', 'sign', 'whole', 'decimals', 'after']) end as part
    from trimmed
),
measured as (
    select line, place, r, m, p, n, state, odd, text, part.before as before, part.after as after, part.sign as sign,
        part.decimals as decimals, part.whole as whole, rtrim(part.decimals, '0') as significant,
        state = 0 and part.whole <> '' and not (part.sign = '-' and part.whole = '0' and rtrim(part.decimals, '0') = '')
            and not regexp_matches(part.before || part.after, $numerals) as plain
    from parted
)
select line, place, r, m, p, n, state, text, odd or (state = 0 and not plain) as odd,
    case when plain then
        before || '|' || after || sign || '|' || (length(whole) - length(replace(whole, ',', '')))
        || '|' || length(decimals) || '|' || length(significant) || '|' || (whole = '0')
    end as way,
    case when plain then
        cast(sign || replace(whole, ',', '') || case when decimals = '' then '' else '.' || decimals end as decimal(18, 6))
    end as number,
    case when plain then length(significant) end as significant
from measured
order by line, place
