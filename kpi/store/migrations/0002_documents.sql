-- Source documents attached by users, with the text taken from them. A removed document keeps its row.
create table documents (
    document_id bigint not null,
    source_id varchar not null,
    file varchar not null,
    media_type varchar not null,
    sha256 varchar not null,
    content blob not null,
    text varchar not null,
    attached_by varchar not null,
    attached_at timestamp not null,
    removed_by varchar not null,
    removed_at timestamp
);
