-- The column a figure stood in, what a file was taken for, spellings that were accepted and mappings that were saved.
-- What is taken out of use keeps its row. Rows from before this migration have no column and no reading.
alter table observation_log add column source_column varchar;

alter table current_observations add column source_column varchar;

alter table batches add column taken_for varchar;

create table aliases (
    alias_id bigint not null,
    thing varchar not null,
    spelling varchar not null,
    spelling_key varchar not null,
    code varchar not null,
    accepted_by varchar not null,
    accepted_at timestamp not null,
    removed_by varchar not null,
    removed_at timestamp
);

create table profiles (
    profile_id bigint not null,
    name varchar not null,
    definition varchar not null,
    saved_by varchar not null,
    saved_at timestamp not null,
    removed_by varchar not null,
    removed_at timestamp
);
