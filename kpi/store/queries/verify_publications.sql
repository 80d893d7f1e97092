-- grain: one row per publication or lock without its event, given a number twice, or reopened before it was locked
select 'publications #' || publication_id as subject from publications
anti join (from events where action = 'publish') as told on told.happened_at = published_at
union
select 'publications #' || publication_id from publications
qualify publication_id <> row_number() over (order by publication_id)
    or published_at < lag(published_at) over (order by publication_id)
union
select 'period_locks #' || lock_id from period_locks
anti join (from events where action = 'lock_period') as told on told.happened_at = locked_at
union
select 'period_locks #' || lock_id from period_locks
anti join (from events where action = 'reopen_period') as told on told.happened_at = reopened_at
where reopened_at is not null
union
select 'period_locks #' || lock_id from period_locks where starts_on > ends_on or reopened_at < locked_at
union
select 'period_locks #' || lock_id from period_locks qualify lock_id <> row_number() over (order by lock_id)
