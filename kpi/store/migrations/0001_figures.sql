-- Batches, their originals, the log of every row loaded, and the projection of the rows that count now.
-- Only what DuckDB files and DuckLake share: no keys, indexes, sequences or function defaults. Moments are UTC.
create table database_properties (
    name varchar not null,
    value varchar not null
);

create table batches (
    batch_id bigint not null,
    kind varchar not null,
    file varchar not null,
    sha256 varchar not null,
    user_name varchar not null,
    note varchar not null,
    row_count bigint not null,
    approved_at timestamp not null,
    withdrawn_at timestamp,
    withdrawn_by varchar not null,
    withdrawal_note varchar not null,
    warnings varchar not null
);

create table originals (
    batch_id bigint not null,
    file varchar not null,
    sha256 varchar not null,
    content blob not null
);

create table observation_log (
    batch_id bigint not null,
    position bigint not null,
    observation_key varchar not null,
    removed boolean not null,
    measure_id varchar not null,
    region_code varchar not null,
    breakdown varchar not null,
    member varchar not null,
    window_start date,
    window_end date,
    as_of date,
    value decimal(28, 8) not null,
    qualifier varchar not null,
    certainty varchar not null,
    printed varchar not null,
    file varchar not null,
    sheet varchar not null,
    source_row bigint not null,
    figure_id varchar not null,
    source_id varchar not null,
    section varchar not null,
    note varchar not null
);

create table current_observations as from observation_log limit 0;

create table events (
    event_id bigint not null,
    happened_at timestamp not null,
    actor varchar not null,
    action varchar not null,
    batch_id bigint,
    detail varchar not null
);
