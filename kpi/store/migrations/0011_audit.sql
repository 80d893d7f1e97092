-- Who did what, when and from where; also what changed no figure: sign-ins, refusals, exports. Rows are only ever added, and
-- each carries the hash of the one before it, so that none can be changed, left out or put in between without being noticed.
create table audit_log (
    entry_id bigint not null,
    happened_at timestamp not null,
    user_id varchar not null,
    actor varchar not null,
    door varchar not null,
    address varchar not null,
    action varchar not null,
    outcome varchar not null,
    subject varchar not null,
    detail varchar not null,
    previous varchar not null,
    sha256 varchar not null
);
