"""What programs send in: checked, loaded once, refused with the rows that are wrong; nothing half, nothing twice."""

import threading

import pytest

from kpi import services
from kpi.errors import StoreUnusable
from kpi.model import Grant
from kpi.server.api import forms
from tests.unit.server.api.test_reading import fits

KEY = "Idempotency-Key"


def batches(site):
    return [each.batch.batch_id for each in services.history(site.workspace, site.actor("li", *services.OWNER)).batches]


def g2_of_2023(site):
    targets = site.ask("/v1/status?as_of=2023-12-31").json()["targets"]
    return next(each["status"] for each in targets if (each["target_id"], each["year"]) == ("G2", 2023))


def test_a_check_says_what_would_change_and_loads_nothing(written, told):
    answer = written.send("/v1/check", told.trained)
    body = answer.json()
    assert (answer.status_code, body["ok"], body["new"], fits(body, "Check")) == (200, True, 1, True)
    (row,) = body["observations"]
    assert (row["value"], row["window_start"], row["window_end"]) == (12500, "2023-01-01", "2023-12-31")
    assert batches(written) == [1]


def test_a_file_is_loaded_once_and_verdicts_follow(written, told):
    before = g2_of_2023(written)
    answer = written.send("/v1/import", told.trained, fields={"note": "年报"})
    body = answer.json()
    assert (answer.status_code, body["ok"], body["batches"], fits(body, "Import")) == (201, True, [2], True)
    assert (before, g2_of_2023(written)) == ("pending", "met")
    again = written.send("/v1/import", told.trained)
    assert (again.status_code, again.json()["already_loaded"], again.json()["batches"]) == (200, [2], [])
    assert batches(written) == [2, 1]


def test_faults_refuse_all_files_and_name_their_rows(written, told):
    bad = told.rows("volunteers_trained,2023,1.25,万人次", "volunteers_trained,2024,abc,万人次", "nothing,2024,1,人")
    answer = written.send("/v1/import", bad)
    body = answer.json()
    assert (answer.status_code, fits(body, "ProblemDetails")) == (422, True)
    assert [(each["file"], each["row"]) for each in body["problems"] if each["severity"] == "error"] == [
        ("填报.csv", 3),
        ("填报.csv", 4),
    ]
    assert batches(written) == [1]


def test_warnings_wait_to_be_accepted(written, told):
    jump = told.rows("volunteers_trained,2023,1.25,万人次", "volunteers_trained,2024,125,万人次")
    refused = written.send("/v1/import", jump)
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:kpi:problem:warnings_open")
    assert written.send("/v1/import", jump, fields={"accept_warnings": "true"}).status_code == 201


def test_the_same_key_is_answered_the_same_also_after_a_restart(written, told):
    first = written.send("/v1/import", told.trained, **{KEY: "a-1"})
    assert first.status_code == 201
    written.restart()
    again = written.send("/v1/import", told.trained, **{KEY: "a-1"})
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert (first.headers.get("idempotency-replayed"), again.headers["idempotency-replayed"]) == (None, "true")
    assert batches(written) == [2, 1]


def test_the_same_key_with_anything_else_is_refused(written, told):
    written.send("/v1/import", told.trained, **{KEY: "a"})
    other = told.rows("volunteers_trained,2024,1.3,万人次")
    for given in ({"text": other}, {"text": told.trained, "name": "b.csv"}, {"text": told.trained, "fields": {"note": "x"}}):
        answer = written.send("/v1/import", **given, **{KEY: "a"})
        assert (answer.status_code, answer.json()["type"]) == (422, "urn:kpi:problem:key_of_another")
    assert batches(written) == [2, 1]


def test_a_key_is_its_owners_alone(written, told):
    """Another person's program with the same key is neither told the answer nor kept from its own."""
    written.send("/v1/import", told.trained, **{KEY: "a"})
    other = written.send("/v1/import", told.rows("volunteers_trained,2024,1.3,万人次"), "ying", **{KEY: "a"})
    assert "idempotency-replayed" not in other.headers
    assert other.json()["type"] != "urn:kpi:problem:key_of_another"


def test_refusals_are_answered_the_same_and_an_accident_is_not_kept(written, told, monkeypatch):
    bad = told.rows("nothing,2024,1,人")
    first, again = (written.send("/v1/import", bad, **{KEY: "bad"}) for _ in range(2))
    assert (first.status_code, first.content) == (again.status_code, again.content)
    with monkeypatch.context() as patch:
        patch.setattr(services, "bring_in", lambda *_, **__: (_ for _ in ()).throw(StoreUnusable("store_io", path="x")))
        assert written.send("/v1/import", told.trained, **{KEY: "a"}).status_code == 503
    assert written.send("/v1/import", told.trained, **{KEY: "a"}).status_code == 201


@pytest.mark.slow
def test_many_at_once_under_one_key_load_it_once(written, told, monkeypatch):
    """All on one loop, as in a server: its locks wake nobody who waits on another."""
    answers = []

    def send():
        answers.append(written.send("/v1/import", told.trained, **{KEY: "many"}))

    threads = [threading.Thread(target=send) for _ in range(6)]
    with written.browser() as server, monkeypatch.context() as patch:
        patch.setattr(written, "browser", lambda: server)
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    statuses = sorted(each.status_code for each in answers)
    assert set(statuses) <= {201, 409}
    assert 201 in statuses
    assert len({each.content for each in answers if each.status_code == 201}) == 1
    assert batches(written) == [2, 1]


def test_what_a_check_saw_is_what_is_loaded_or_nothing(written, told):
    seen = written.send("/v1/check", told.trained).json()["data_version"]
    written.send("/v1/import", told.rows("volunteers_trained,2024,1.3,万人次"))
    late = written.send("/v1/import", told.trained, fields={"data_version": str(seen)})
    assert (late.status_code, late.json()["type"]) == (409, "urn:kpi:problem:preview_outdated")
    now = written.send("/v1/check", told.trained).json()["data_version"]
    assert written.send("/v1/import", told.trained, fields={"data_version": str(now)}).status_code == 201


@pytest.mark.parametrize(
    ("fields", "headers", "code"),
    [
        ({"surprise": "1"}, {}, "no_such_field"),
        ({"accept_warnings": "maybe"}, {}, "parameter_unreadable"),
        ({"data_version": "-1"}, {}, "parameter_unreadable"),
        ({"submission": "one"}, {}, "parameter_unreadable"),
        ({"period": "{}"}, {}, "parameter_unreadable"),
        ({}, {KEY: ""}, "key_unreadable"),
        ({}, {KEY: "x" * 201}, "key_unreadable"),
    ],
)
def test_what_is_sent_wrongly_is_refused(site, told, fields, headers, code):
    answer = site.send("/v1/import", told.trained, fields=fields, **headers)
    assert (answer.status_code, answer.json()["type"]) == (400, f"urn:kpi:problem:{code}")


def test_no_file_no_form_and_half_a_form_are_refused(site):
    assert site.ask("/v1/check", "cheng", "POST").json()["type"] == "urn:kpi:problem:not_multipart"
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    half = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nabc'
    more = half + b"\r\n" + half
    for body, code in ((b"", "multipart_unreadable"), (half, "multipart_unreadable"), (more, "multipart_unreadable")):
        answer = site.ask("/v1/check", "cheng", "POST", content=body, headers=headers)
        assert (answer.status_code, answer.json()["type"]) == (400, f"urn:kpi:problem:{code}")


def test_what_is_too_large_is_refused_as_announced_and_as_it_comes(site, told, monkeypatch):
    monkeypatch.setattr(forms, "MOST_BYTES", 1000)
    answer = site.send("/v1/check", told.trained + "," * 1000)
    assert (answer.status_code, answer.json()["type"]) == (413, "urn:kpi:problem:too_large")

    def chunks():
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
        for _ in range(20):
            yield b"," * 100
        yield b"\r\n--b--\r\n"

    streamed = site.ask(
        "/v1/check", "cheng", "POST", content=chunks(), headers={"Content-Type": "multipart/form-data; boundary=b"}
    )
    assert streamed.status_code == 413


def test_where_people_approve_it_is_sent_in_and_waits(written, told, monkeypatch):
    monkeypatch.setattr("kpi.services.programs.bringing.goes_to_review", lambda *_: True)
    first, again = (written.send("/v1/import", told.trained, **{KEY: "w"}) for _ in range(2))
    assert (first.status_code, first.json()["submission"], first.json()["batches"]) == (202, 1, [])
    assert (again.status_code, again.content) == (202, first.content)
    assert batches(written) == [1]
    assert len(services.submissions(written.workspace, written.actor("li", Grant("administrator")))) == 1


@pytest.mark.slow
def test_what_takes_long_keeps_nobody_else_waiting(written, told, monkeypatch):
    """Files are read in a thread: the loop goes on, and so do pages and other programs."""
    inside, go_on = threading.Event(), threading.Event()
    check = services.check_upload

    def slow(*args, **named):
        inside.set()
        assert go_on.wait(30)
        return check(*args, **named)

    monkeypatch.setattr(services, "check_upload", slow)
    with written.browser() as browser:
        browser.headers["Authorization"] = f"Bearer {written.tokens['cheng']}"
        answers = []
        thread = threading.Thread(
            target=lambda: answers.append(browser.post("/api/v1/check", files={"file": ("a.csv", told.trained.encode())}))
        )
        thread.start()
        assert inside.wait(30)
        assert (browser.get("/api/v1/plans").status_code, browser.get("/healthz").text) == (200, "ok")
        go_on.set()
        thread.join()
    assert answers[0].status_code == 200
