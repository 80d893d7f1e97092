-- What an entry of the audit log proves besides itself: the rows that it made or changed, each by its name and hash, and how the
-- journal beside the database stood before it. Both are bound by the entry's own hash. Entries from before prove nothing of it.
alter table audit_log add column proves varchar;
alter table audit_log add column journal varchar;
