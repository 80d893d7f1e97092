-- grain: one row; how many events have changed the attached documents
select count(*) as documents_version from events where action in ('attach', 'remove_document')
