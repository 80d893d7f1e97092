-- grain: one row per account that stands twice, and per grant and token of nobody; a visit may be of somebody without an account
select 'people ' || user_id as subject from people group by user_id having count(*) > 1
union
select 'grants #' || grant_id from grants anti join people using (user_id)
union
select 'tokens #' || token_id from tokens anti join people using (user_id)
union
select 'grants #' || grant_id from grants group by grant_id having count(*) > 1
union
select 'tokens #' || token_id from tokens group by token_id having count(*) > 1
