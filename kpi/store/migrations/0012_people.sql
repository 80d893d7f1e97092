-- Who may come in: people, what they are trusted with, the tokens of their programs, and their visits. Of passwords, tokens and
-- visits only what proves them is kept. What is taken away keeps its row; every change is in the audit log.
create table people (
    user_id varchar not null,
    name varchar not null,
    password varchar not null,
    must_change boolean not null,
    made_at timestamp not null,
    disabled_at timestamp
);

create table grants (
    grant_id bigint not null,
    user_id varchar not null,
    role varchar not null,
    plan_id varchar not null,
    unit varchar not null,
    regions varchar[] not null,
    given_by varchar not null,
    given_at timestamp not null,
    taken_by varchar not null,
    taken_at timestamp
);

create table tokens (
    token_id bigint not null,
    user_id varchar not null,
    label varchar not null,
    sha256 varchar not null,
    role varchar not null,
    plan_id varchar not null,
    unit varchar not null,
    regions varchar[] not null,
    made_at timestamp not null,
    expires_at timestamp not null,
    withdrawn_at timestamp
);

create table visits (
    visit_key varchar not null,
    user_id varchar not null,
    address varchar not null,
    started_at timestamp not null,
    seen_at timestamp not null,
    ended_at timestamp
);
