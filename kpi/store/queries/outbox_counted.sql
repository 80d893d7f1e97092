-- grain: one row per state, with how many messages stand there
with newest as (
    select message_id, state from outbox_steps
    qualify row_number() over (partition by message_id order by step desc) = 1
)
select state, count(*) as messages from newest group by state order by state
