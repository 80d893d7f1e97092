"""The report for other programs: a CSV of its targets, all of it as JSON, and a data package that describes itself."""

from kpi.report.tidy.csv_file import render_csv
from kpi.report.tidy.datapackage import render_datapackage
from kpi.report.tidy.json_file import render_json
