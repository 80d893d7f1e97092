-- grain: one row; the id the next version of a template gets
select coalesce(max(template_id), 0) + 1 as template_id from office_templates
