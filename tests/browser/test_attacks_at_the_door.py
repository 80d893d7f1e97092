"""Attacks on a server that runs, where people sign in by password: guesses, planted visits, forms sent again, numbers and roles
in addresses. One server, no browser, as a stranger or a colleague would send them.
"""

import re
import shutil

import httpx
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from kpi import services
from kpi.access import LOCAL_USER
from kpi.i18n import texts
from kpi.model import Actor, Grant, MatterEvent
from kpi.server.sign_in.safeguards.guesses import WRONG_OF_A_NAME
from kpi.services import Draft
from tests.databases import TINY
from tests.hostile import HOST
from tests.unit.services.approval.conftest import approved, person, sent
from tests.unit.services.conftest import row

ZH = texts("zh")
FIRST, PASSWORD, LATER = "绿水青山就是金山银山26", "不忘初心牢记使命26", "river-Lantern 42"
EAST = "990101"
ROLES = [Grant(role) for role in ("administrator", "auditor", "reporter", "reviewer", "publisher")]
CLERK, REVIEWER = person("填报员", "reporter"), person("审核员", "reviewer")
SHOWN = {"review": "全市待审", "actions": "全市才看的批示", "batches": "西岸已入库", "users": "王五", "audit": "西岸已入库"}
"""By page: what stands there for who may see everything, and is not for who looks at the east."""
REACHING = "role=administrator&user=li&session=x&submission=2&matter=1&batch=2&report=1&document=1&region=990102"


@pytest.fixture(scope="module")
def site(serve, ready_made, tmp_path_factory):
    """The address of a server; zhang may look at the east alone, and somebody's waits, is loaded and is said about the rest."""
    folder = tmp_path_factory.mktemp("at the door")
    plan = shutil.copytree(TINY, folder / "plan")
    (plan / "plan.csv").write_text("name_zh,name_en,approval\n云溪,Yunxi,yes\n", encoding="utf-8")
    database = ready_made.place(folder / "kpi.duckdb", plan)
    opened = services.open_workspace(database, plan)
    people = {("li", "李四"): ROLES, ("zhang", "张三"): [Grant("viewer", regions=(EAST,))], ("wang", "王五"): [Grant("viewer")]}
    for (account, name), grants in people.items():
        services.add_user(opened, LOCAL_USER, account, name, grants, FIRST)
        services.People(opened).change_password(account, FIRST, PASSWORD)
    west = row("landfill_daily", "210", "吨", year=2024, region="西岸区")
    approved(opened, sent(opened, west, actor=CLERK, name="西岸已入库.csv"), REVIEWER)
    sent(opened, row("landfill_daily", "410", "吨", year=2024), actor=CLERK, name="全市待审.csv")
    leader = Actor("局领导", frozenset({Grant("leader")}), "leader")
    services.begin_matter(opened, leader, "G3", None, MatterEvent.INSTRUCT, Draft(note="全市才看的批示"))
    opened.close()
    with serve(KPI_SIGN_IN="accounts", KPI_CATALOG=str(plan), KPI_DATABASE=str(database)) as address:
        yield address


OPEN = []
"""Clients of the test that runs."""


@pytest.fixture(autouse=True)
def _closed():
    yield
    while OPEN:
        OPEN.pop().close()


def client(site):
    """A browser without a page."""
    OPEN.append(httpx.Client(base_url=site, headers={"origin": site}, timeout=60))
    return OPEN[-1]


def form(browser, path="/sign-in"):
    """What a form of ours holds that nobody types."""
    return {"token": re.search(r'name="token" value="([^"]+)"', browser.get(path).text)[1]}


def enter(browser, account, password=PASSWORD):
    return browser.post("/sign-in", data={**form(browser), "name": account, "password": password})


def inside(site, account, password=PASSWORD):
    browser = client(site)
    assert enter(browser, account, password).status_code == 303
    return browser


def is_in(site, cookie):
    return httpx.get(f"{site}/_stcore/host-config", headers={"cookie": f"kpi-session={cookie}"}).status_code == 200


def page_of(site, browser):
    """A page's connection."""
    cookie = ("Cookie", f"kpi-session={browser.cookies['kpi-session']}")
    address = site.replace("http", "ws", 1) + "/_stcore/stream"
    return connect(address, subprotocols=["streamlit", "token"], additional_headers=[cookie], origin=site, max_size=None)


def told(site, browser, page, query):
    """All that a page tells at an address, once it has run to its end."""
    asked = BackMsg()
    asked.rerun_script.context_info.url = f"{site}/{page}?{query}"
    asked.rerun_script.page_name, asked.rerun_script.query_string = page, query
    said = []
    with page_of(site, browser) as connection:
        connection.send(asked.SerializeToString())
        while True:
            message = ForwardMsg.FromString(connection.recv(timeout=60))
            said.append(str(message).encode().decode("unicode_escape").encode("latin-1", "replace").decode("utf-8", "replace"))
            if message.WhichOneof("type") == "script_finished":
                return "\n".join(said)


def told_until_it_ends(page):
    while True:
        page.recv(timeout=20)


@pytest.mark.parametrize("page", SHOWN)
def test_no_number_and_no_role_in_an_address_shows_more(site, page):
    """The same address for who may see it, so that there is something behind the numbers, and for who may not."""
    assert SHOWN[page] in told(site, inside(site, "li"), page, REACHING)
    seen = told(site, inside(site, "zhang"), page, REACHING)
    assert "张三" in seen, "the page ran, and for whom it was"
    assert SHOWN[page] not in seen


def test_a_planted_visit_is_never_that_of_who_signs_in_over_it(site):
    """Somebody puts a cookie of their own visit, or a made-up one, into the browser of another, who then signs in."""
    planted = inside(site, "zhang").cookies["kpi-session"]
    for value in (planted, "made-up"):
        victim = client(site)
        filled = {**form(victim), "name": "li", "password": PASSWORD}
        victim.cookies.set("kpi-session", value)
        answer = victim.post("/sign-in", data=filled)
        after = re.search(r"kpi-session=([^;]+)", answer.headers["set-cookie"])[1]
        assert after != value
        assert (is_in(site, after), is_in(site, value)) == (True, False)


def test_a_form_counts_once_for_the_browser_it_was_shown_to(site):
    first, other = client(site), client(site)
    filled = {**form(first), "name": "zhang", "password": PASSWORD}
    assert other.post("/sign-in", data=filled).status_code == 403, "shown to another"
    assert first.post("/sign-in", data=filled, headers={"origin": f"http://{HOST}"}).status_code == 403
    filled = {**form(first), "name": "zhang", "password": PASSWORD}
    assert first.post("/sign-in", data=filled).status_code == 303
    cookie = first.cookies["kpi-session"]
    again = first.post("/sign-in", data=filled)
    assert (again.status_code, "kpi-session" in again.headers.get("set-cookie", "")) == (403, False)
    assert is_in(site, cookie), "a form sent again changes nothing for who is in"


@pytest.mark.parametrize("name", ["wang", "nobody"])
def test_who_guesses_is_not_heard_any_more_whether_there_is_such_a_name_or_not(site, name):
    answers = [enter(client(site), name, f"wrong-{number}") for number in range(WRONG_OF_A_NAME)]
    assert {answer.status_code for answer in answers} == {403}
    locked = enter(client(site), name)
    assert (locked.status_code, "kpi-session" in locked.headers.get("set-cookie", "")) == (429, False)
    assert enter(client(site), "li").status_code == 303, "who has another name is heard"


def test_cookies_and_forms_larger_than_any_of_ours_are_not_read(site):
    browser = inside(site, "zhang")
    cookie = f"kpi-session={browser.cookies['kpi-session']}; x={'a' * 9000}"
    assert httpx.get(f"{site}/_stcore/host-config", headers={"cookie": cookie}).status_code == 431
    large = {**form(browser, "/sign-in-account"), "old": "x" * 200_000, "new": LATER, "again": LATER}
    assert browser.post("/sign-in-account", data=large).status_code in {400, 403, 413}
    assert is_in(site, browser.cookies["kpi-session"])


def test_a_new_password_ends_what_whoever_knew_the_old_one_had_open(site):
    """Another's tab is closed, its cookie and the old password are worth nothing; who changed it goes on."""
    thief, owner = inside(site, "zhang"), inside(site, "zhang")
    with page_of(site, thief) as page:
        filled = {**form(owner, "/sign-in-account"), "old": PASSWORD, "new": LATER, "again": LATER}
        answer = owner.post("/sign-in-account", data=filled)
        assert answer.status_code == 303, answer.text
        with pytest.raises(ConnectionClosed):
            told_until_it_ends(page)
    assert not is_in(site, thief.cookies["kpi-session"])
    assert is_in(site, owner.cookies["kpi-session"])
    assert enter(client(site), "zhang").status_code == 403
