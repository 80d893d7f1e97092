-- grain: one version of a template
insert into office_templates values (
    $template_id, $name, $kind, $file, $sha256, $content, $uses, $added_by, $added_at, '', null
)
