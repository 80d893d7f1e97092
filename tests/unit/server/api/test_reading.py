"""What programs read: the same as the command line prints, in pages of one state, not again where nothing changed."""

import json
import re

import jsonschema
import pytest

from kpi import services
from kpi.cli.main import main
from kpi.i18n import texts
from kpi.server.api.examples import EXAMPLES
from kpi.server.api.openapi import openapi
from kpi.server.api.reading import READING
from kpi.server.api.schemas import SCHEMAS
from kpi.server.api.sending import SENDING
from kpi.services import Query
from kpi.wire import plan_json, status_json

OPERATIONS = (*READING, *SENDING)


def fits(body, schema):
    """Whether a body is of a schema of the description."""
    whole = {"$ref": f"#/components/schemas/{schema}", "components": {"schemas": SCHEMAS}}
    jsonschema.Draft202012Validator(whole, format_checker=jsonschema.FormatChecker()).validate(body)
    return True


def owner(site):
    return site.actor("li", *services.OWNER)


def test_plans_and_status_are_what_the_command_line_prints(site):
    plans = site.ask("/v1/plans")
    assert plans.json() == [plan_json(plan) for plan in services.plan_list(site.workspace, owner(site))]
    assert fits(plans.json(), "Plans")
    asked = site.ask("/v1/status?as_of=2023-12-31&lang=en")
    view = services.status(site.workspace, owner(site), Query(services.point_from("2023-12-31").as_of, lang="en"))
    assert asked.json() == json.loads(json.dumps(status_json(view)))
    assert fits(asked.json(), "Status")


def test_the_command_itself_prints_the_same_text(site, capsys, monkeypatch):
    monkeypatch.setattr(services, "open_workspace", lambda *_: site.workspace)
    monkeypatch.setattr(site.workspace, "close", lambda: None)
    assert main(["--database", "x", "status", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == site.ask("/v1/status").json()


@pytest.mark.parametrize("measure", ["sorted_share", "volunteers_trained", "landfill_daily"])
def test_a_measure_says_what_it_is_and_where_its_figures_come_from(site, measure):
    body = site.ask(f"/v1/measures/{measure}?as_of=2023-12-31").json()
    assert fits(body, "MeasureOfPlan")
    assert body["measure_id"] == measure
    assert {figure["measure_id"] for figure in body["figures"]} == {measure}
    assert all(figure["source"] for figure in body["figures"])


def test_what_changed_is_told_with_its_cause(site):
    body = site.ask("/v1/changes?from=2022-12-31&to=2026-06-30").json()
    assert fits(body, "Changes")
    assert {(each["target_id"], each["to"]["status"]) for each in body["verdicts"]} >= {("G2", "incomplete")} or body[
        "verdicts"
    ]


@pytest.mark.slow
@pytest.mark.parametrize("fmt", services.REPORT_FORMATS)
def test_a_report_comes_as_a_file_and_is_on_record(site, fmt):
    answer = site.ask(f"/v1/report.{fmt}")
    assert answer.headers["content-type"].partition(";")[0] == services.REPORT_MEDIA_TYPES[fmt]
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert ("download", "li", "done") in site.log()


def test_a_list_comes_in_pages_that_link_to_each_other_and_make_up_the_whole(site):
    whole = site.ask("/v1/status").json()["targets"]
    address, found = "/v1/status?limit=2", []
    while address:
        page = site.ask(address)
        assert len(page.json()["targets"]) <= 2
        found += page.json()["targets"]
        links = dict(reversed(each) for each in re.findall(r'<([^>]+)>; rel="(\w+)"', page.headers["link"]))
        address = links.get("next", "").removeprefix("/api")
    assert found == whole
    assert len(whole) == 5


def test_pages_of_two_states_are_not_put_together(written, told):
    second = re.search(r'<([^>]+)>; rel="next"', written.ask("/v1/status?limit=2").headers["link"])[1].removeprefix("/api")
    assert written.ask(second).status_code == 200
    assert written.send("/v1/import", told.trained).status_code == 201
    late = written.ask(second)
    assert (late.status_code, late.json()["type"]) == (409, "urn:kpi:problem:page_outdated")


def test_nothing_is_sent_again_until_something_changes(written, told):
    first = written.ask("/v1/status")
    again = written.ask("/v1/status", headers={"If-None-Match": f'"other", {first.headers["etag"]}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    others = [written.ask("/v1/status?lang=en"), written.ask("/v1/status?as_of=2023-12-31"), written.ask("/v1/status", "cheng")]
    assert len({each.headers["etag"] for each in (first, *others)}) == 4
    written.send("/v1/import", told.trained)
    changed = written.ask("/v1/status", headers={"If-None-Match": first.headers["etag"]})
    assert (changed.status_code, changed.json()["data_version"]) == (200, first.json()["data_version"] + 1)


def test_head_and_options_say_what_there_is_and_no_other_site_is_invited(site):
    whole = site.ask("/v1/status")
    head = site.ask("/v1/status", method="HEAD")
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", whole.headers["etag"])
    assert head.headers["content-length"] == str(len(whole.content))
    for path, allowed in (("/v1/status", "GET, HEAD, OPTIONS"), ("/v1/import", "OPTIONS, POST")):
        options = site.ask(path, method="OPTIONS", headers={"Origin": "http://127.0.0.1:8501"})
        assert (options.status_code, options.headers["allow"]) == (204, allowed)
        assert not [name for name in options.headers if name.startswith("access-control")]
    put = site.ask("/v1/status", method="PUT")
    assert (put.status_code, "GET" in put.headers["allow"], fits(put.json(), "ProblemDetails")) == (405, True, True)


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/v1/status?as_off=2023-12-31", 400, "no_such_parameter"),
        ("/v1/status?as_of=2023-12-31&as_of=2022-12-31", 400, "parameter_twice"),
        ("/v1/status?as_of=20231231", 400, "parameter_unreadable"),
        ("/v1/status?as_of=2023-02-30", 400, "parameter_unreadable"),
        ("/v1/status?as_of=0001-01-01", 400, "parameter_unreadable"),
        ("/v1/status?known_at=yesterday", 400, "parameter_unreadable"),
        ("/v1/status?limit=0", 400, "parameter_unreadable"),
        ("/v1/status?limit=1001", 400, "parameter_unreadable"),
        ("/v1/status?region=zz", 404, "no_such_region"),
        ("/v1/status?plan=zz", 404, "no_such_plan"),
        ("/v1/status?lamps=zz", 404, "lamp_scheme_unknown"),
        ("/v1/measures/zz", 404, "no_such_measure"),
        ("/v1/changes?from=99", 404, "no_such_batch"),
        ("/v1/report.exe", 400, "parameter_unreadable"),
        ("/v1/report.png", 404, "no_such_format"),
        ("/v1/report.csv?part=unit:a", 400, "parameter_unreadable"),
        ("/v1/nowhere", 404, "no_such_address"),
        ("/v2/plans", 404, "no_such_address"),
        ("/v1/plans/", 404, "no_such_address"),
        ("/v1/sdmx/%0Ax", 404, "no_such_measure"),
    ],
)
def test_what_is_asked_wrongly_is_refused_in_one_form(site, path, status, code):
    answer = site.ask(path)
    body = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert (body["status"], body["type"]) == (status, f"urn:kpi:problem:{code}")
    assert fits(body, "ProblemDetails")
    assert body["problems"][0]["message"] == body["detail"]


def test_the_description_has_every_operation_and_its_examples_fit(site):
    described = site.ask("/openapi.json").json()
    assert described == json.loads(json.dumps(openapi(texts("zh"), OPERATIONS)))
    assert described["openapi"] == "3.1.0"
    assert set(described["paths"]) == {f"/api{each.path}" for each in OPERATIONS}
    assert described["security"] == [{"token": []}]
    assert [name for name in EXAMPLES if not fits(EXAMPLES[name], name)] == []
    for name in SCHEMAS:
        jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_word_of_the_description_is_there(lang):
    assert "api." not in json.dumps(openapi(texts(lang), OPERATIONS), ensure_ascii=False)


def test_figures_go_out_as_statistical_systems_read_them(written, told):
    written.send("/v1/import", told.trained)
    answer = written.ask("/v1/sdmx/volunteers_trained")
    head, *lines = answer.text.splitlines()
    assert answer.headers["content-type"].startswith("application/vnd.sdmx.data+csv")
    assert head.split(",")[:3] == ["STRUCTURE", "STRUCTURE_ID", "ACTION"]
    told_of = [dict(zip(head.split(","), line.split(","), strict=True)) for line in lines]
    (of_2023,) = [each for each in told_of if each["TIME_PERIOD"] == "2023"]
    assert (of_2023["MEASURE"], of_2023["REF_AREA"], of_2023["MEMBER"]) == ("volunteers_trained", "990100", "_T")
    assert (of_2023["OBS_VALUE"], of_2023["UNIT_MEASURE"], of_2023["UNIT_MULT"]) == ("12500", "person_time", "0")
