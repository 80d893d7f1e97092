-- grain: one row per version of a template whose bytes do not have their hash, whose id is given twice, or whose events are missing
select 'office_templates #' || template_id as subject from office_templates where sha256(content) <> sha256
union
select 'office_templates #' || template_id from office_templates group by template_id having count(*) > 1
union
select 'office_templates #' || template_id from office_templates
anti join (from events where action = 'add_template') as additions
    on additions.happened_at = office_templates.added_at and additions.detail = office_templates.name
union
select 'office_templates #' || template_id from office_templates
anti join (from events where action = 'remove_template') as removals
    on removals.happened_at = office_templates.removed_at and removals.detail = office_templates.name
where removed_at is not null
