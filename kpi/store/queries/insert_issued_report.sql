-- grain: one issued report
insert into issued_reports values (
    $report_id, $title, $parameters, $statement, $data_version, $catalog_sha256, $as_of, $known_at, $note, $issued_by, $issued_at
)
