-- What was answered to a program that asked for something under a key of its own: asked again, it is answered the same, and
-- nothing is done twice. `fingerprint` is of what was asked; rows older than a month are removed.
create table program_answers (
    user_id varchar not null,
    request_key varchar not null,
    fingerprint varchar not null,
    status integer not null,
    content blob not null,
    made_at timestamp not null
);
