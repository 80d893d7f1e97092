-- The office's own templates of reports. Each upload is a version of its name and stays as it came; what is removed keeps its row.
create table office_templates (
    template_id bigint not null,
    name varchar not null,
    kind varchar not null,
    file varchar not null,
    sha256 varchar not null,
    content blob not null,
    uses varchar not null,
    added_by varchar not null,
    added_at timestamp not null,
    removed_by varchar not null,
    removed_at timestamp
);
