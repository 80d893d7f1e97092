-- The ledger of reports: who issued what, from which figures, and the very bytes that left the house. Nothing is ever removed.
create table issued_reports (
    report_id bigint not null,
    title varchar not null,
    parameters varchar not null,
    statement varchar not null,
    data_version bigint not null,
    catalog_sha256 varchar not null,
    as_of date not null,
    known_at timestamp not null,
    note varchar not null,
    issued_by varchar not null,
    issued_at timestamp not null
);

create table issued_files (
    report_id bigint not null,
    position bigint not null,
    format varchar not null,
    file varchar not null,
    media_type varchar not null,
    sha256 varchar not null,
    content blob not null
);
