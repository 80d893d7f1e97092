-- grain: one row; version $template_id of a template as it was added, removed or not
select content from office_templates where template_id = $template_id
