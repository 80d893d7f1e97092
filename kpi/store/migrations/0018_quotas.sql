-- What somebody used of what is limited, so that a restart forgets none of it. Rows that count nowhere any longer are removed.
-- `who` is an account, an address, or the keyed hash of a name or an address that a wrong password came with.
create table quota_uses (
    who varchar not null,
    quota varchar not null,
    amount bigint not null,
    used_at timestamp not null
);
