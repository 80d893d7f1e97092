-- 催办 as it goes out: messages with their attachments, a row for each step of what became of them, and where units and towns are
-- reached. Rows are only ever added.
create table outbox_messages (
    message_id bigint not null,
    plan_id varchar not null,
    send_key varchar not null,
    channel varchar not null,
    addressee varchar not null,
    recipient varchar not null,
    subject varchar not null,
    body varchar not null,
    figures integer not null,
    user_id varchar not null,
    made_by varchar not null,
    made_at timestamp not null
);

create table outbox_attachments (
    message_id bigint not null,
    position integer not null,
    file varchar not null,
    media_type varchar not null,
    sha256 varchar not null,
    content blob not null
);

create table outbox_steps (
    message_id bigint not null,
    step integer not null,
    state varchar not null,
    detail varchar not null,
    user_id varchar not null,
    made_by varchar not null,
    made_at timestamp not null
);

create table contact_log (
    entry_id bigint not null,
    plan_id varchar not null,
    unit varchar not null,
    region_code varchar not null,
    address varchar not null,
    user_id varchar not null,
    made_by varchar not null,
    made_at timestamp not null
);
