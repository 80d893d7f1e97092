"""Who gets in with what: tokens that are none, not any more, or not for this; figures of others; how often one may ask."""

from datetime import timedelta

import pytest

from kpi import services
from kpi.access import LOCAL_USER
from kpi.model import Grant
from tests.unit.server.api.conftest import PEOPLE
from tests.unit.server.api.test_reading import fits

PATHS = (
    "/v1/plans",
    "/v1/status",
    "/v1/measures/sorted_share",
    "/v1/changes",
    "/v1/report.json",
    "/openapi.json",
    "/v1/nowhere",
)


def refused(answer, status):
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code == status and fits(answer.json(), "ProblemDetails") and "plan_id" not in answer.text


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS", "PUT"])
def test_without_a_token_nothing_is_answered(site, path, method):
    answer = site.browser().request(method, f"/api{path}")
    assert (answer.status_code, answer.headers["www-authenticate"].partition(" ")[0]) == (401, "Bearer")
    assert method == "HEAD" or refused(answer, 401)


@pytest.mark.parametrize("shown", ["", "kpi_made_up", "k" * 5000, "kpi_\x7f", "null"])
def test_a_token_that_is_none(site, shown):
    answer = site.browser(f"127.0.0.{len(shown) % 200 + 2}").get("/api/v1/plans", headers={"Authorization": f"Bearer {shown}"})
    assert refused(answer, 401)


def test_a_visit_is_no_token(site):
    """Whoever is signed in in a browser could be sent here by another page."""
    for account in PEOPLE:
        cookie = f"kpi-session={services.People(site.workspace).begin(account, '')}"
        assert refused(site.browser().get("/api/v1/plans", headers={"Cookie": cookie}), 401)


def test_a_token_ends_with_its_time_its_withdrawal_its_role_and_its_owner(written):
    def answers(token):
        return written.ask("/v1/plans", token).status_code

    grant = PEOPLE["cheng"][1]
    token = written.tokens["cheng"]
    assert answers(token) == 200
    store = written.workspace.store
    services.withdraw_token(
        written.workspace, LOCAL_USER, next(one.token_id for one in store.tokens() if one.user_id == "cheng")
    )
    assert answers(token) == 401
    short = written.token("cheng", grant, days=1)
    now = written.workspace.now
    written.workspace.now = lambda: now() + timedelta(days=1)
    assert answers(short) == 401
    written.workspace.now = now
    assert answers(short) == 200
    services.disable_user(written.workspace, LOCAL_USER, "cheng")
    assert answers(short) == 401
    services.enable_user(written.workspace, LOCAL_USER, "cheng")
    given = next(one for one in store.given("cheng"))
    services.take_role(written.workspace, LOCAL_USER, given.grant_id)
    assert answers(short) == 403


def test_a_token_reaches_no_further_than_its_role_and_each_refusal_is_on_record_once(written, told):
    before = len(written.log())
    answer = written.send("/v1/import", told.trained, "du")
    assert refused(answer, 403)
    assert [entry for entry in written.log()[before:] if entry[2] == "refused"] == [("upload", "du", "refused")]
    assert refused(written.send("/v1/check", told.trained, "du"), 403)


def test_rows_of_another_unit_or_town_are_refused_by_row(written, told):
    """A crafted file does not reach further than the token."""
    answer = written.send("/v1/import", told.trained, "ying")
    assert (answer.status_code, [each["code"] for each in answer.json()["problems"]]) == (422, ["out_of_reach"])
    assert written.ask("/v1/status?as_of=2023-12-31").json()["data_version"] == 1


def test_somebody_of_one_town_sees_nothing_of_others_by_asking_for_it(site):
    own = site.ask("/v1/status", "ying")
    assert own.json()["targets"] == []
    for path in ("/v1/status?region=990100", "/v1/measures/sorted_share?region=990100", "/v1/changes?region=990100"):
        body = site.ask(path, "ying").json()
        assert [*body.get("targets", []), *body.get("figures", []), *body.get("verdicts", []), *body.get("values", [])] == []


def test_a_token_for_one_plan_does_not_open_another(written):
    token = services.add_token(
        written.workspace, written.actor("li", Grant("administrator")), "程序", Grant("administrator", plan_id="another"), 9
    )
    assert refused(written.ask("/v1/status", token), 403)


def test_an_answer_known_by_its_etag_is_not_confirmed_to_who_may_not_see_it(written):
    etag = written.ask("/v1/status", "cheng").headers["etag"]
    (given,) = written.workspace.store.given("cheng")
    services.take_role(written.workspace, LOCAL_USER, given.grant_id)
    assert refused(written.ask("/v1/status", "cheng", headers={"If-None-Match": etag}), 403)
    assert refused(written.ask("/v1/status", "cheng", headers={"If-None-Match": "*"}), 403)


def test_wrong_tokens_shut_an_address_out_for_a_while(written):
    far = written.browser("::1")
    statuses = [far.get("/api/v1/plans", headers={"Authorization": "Bearer kpi_no"}).status_code for _ in range(31)]
    assert (statuses[:30], statuses[30]) == ([401] * 30, 429)
    good = {"Authorization": f"Bearer {written.tokens['li']}"}
    assert (far.get("/api/v1/plans", headers=good).status_code, written.ask("/v1/plans").status_code) == (429, 200)


def test_how_often_one_may_ask_a_minute(written, monkeypatch):
    monkeypatch.setenv("KPI_CALLS_PER_MINUTE", "3")
    statuses = [written.ask("/v1/plans").status_code for _ in range(4)]
    last = written.ask("/v1/plans")
    assert (statuses, last.status_code, written.ask("/v1/plans", "du").status_code) == ([200, 200, 200, 429], 429, 200)
    assert 1 <= int(last.headers["retry-after"]) <= 120
    assert written.log().count(("quota", "li", "refused")) == 1
    now = written.workspace.now
    written.workspace.now = lambda: now() + timedelta(minutes=1)
    assert written.ask("/v1/plans").status_code == 200


def test_where_nobody_signs_in_this_machine_alone_is_answered(tmp_path, ready_made, monkeypatch):
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.testclient import TestClient

    from kpi.server.api.application import api_routes
    from kpi.server.sign_in import LocalGate
    from tests.unit.server.api.conftest import opened

    workspace = opened(tmp_path, ready_made, monkeypatch)
    monkeypatch.setenv("KPI_SIGN_IN", "none")
    app = Starlette(routes=api_routes(), middleware=[Middleware(LocalGate)])
    try:
        here, far = (TestClient(app, base_url="http://127.0.0.1:8501", client=(peer, 4)) for peer in ("127.0.0.1", "fd00::7"))
        assert here.get("/api/v1/plans").status_code == 200
        assert here.get("/api/openapi.json").json()["security"] == []
        assert refused(far.get("/api/v1/plans"), 403)
        assert refused(here.get("/api/v1/plans", headers={"X-Forwarded-For": "2001:db8::5"}), 403)
    finally:
        workspace.close()
