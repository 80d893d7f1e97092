-- grain: one row per cell of values below the header; `way` says how its number is written, null where only a reader can tell.
-- Bare numbers are taken apart without the shape that fits them and all others: it takes ten times as long
create table entries as
with trimmed as (
    select line, place, r, m, p, n, state, odd, trim(text, ' ' || chr(9)) as text from cells
),
parted as (
    select *, state = 0 and regexp_matches(text, '^-?(0|[1-9][0-9]{0,11})([.][0-9]{1,6})?$') as bare,
        case when bare then split_part(text, '.', 2) end as bare_decimals,
        case when state = 0 and not bare then regexp_extract(text, $shape, ['before', 'sign', 'whole', 'decimals', 'after']) end as part
    from trimmed
),
measured as (
    select line, place, r, m, p, n, state, odd, text, bare,
        case when bare then '' else part.before end as before, case when bare then '' else part.after end as after,
        case when not bare then part.sign when starts_with(text, '-') then '-' else '' end as sign,
        case when bare then bare_decimals else part.decimals end as decimals,
        case when bare then ltrim(split_part(text, '.', 1), '-') else part.whole end as whole,
        rtrim(case when bare then bare_decimals else part.decimals end, '0') as significant,
        state = 0 and whole <> '' and not (sign = '-' and whole = '0' and significant = '')
            and (bare or not regexp_matches(before || after, $numerals)) as plain
    from parted
)
select line, place, r, m, p, n, state, text, odd or (state = 0 and not plain) as odd,
    case when plain then
        before || '|' || after || sign || '|' || (length(whole) - length(replace(whole, ',', '')))
        || '|' || length(decimals) || '|' || length(significant) || '|' || (whole = '0')
    end as way,
    case when not plain then null when bare then cast(text as decimal(18, 6)) else
        cast(sign || replace(whole, ',', '') || case when decimals = '' then '' else '.' || decimals end as decimal(18, 6))
    end as number,
    case when plain then length(significant) end as significant
from measured
order by line, place
