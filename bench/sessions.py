"""Fifty people signed in at once on one server, each reading page after page, one of them uploading: how long a rerun takes,
whether anything fails, and what memory each costs. And what signing in adds to a rerun of one person: the same page on two
servers over two copies of one database, one with the gate and one without, in turns, so that whatever else the machine does
falls on both alike.

The driver speaks Streamlit's protocol over the WebSocket as the front end does, so that fifty browsers need not run beside the
server they are to measure. People read: between an answer and the next click lie THINK_SECONDS on average, as an exponential
distribution has it, seeded.

Usage: make bench, or python -m bench.sessions [PEOPLE].
"""

import asyncio
import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from statistics import median, quantiles

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

from bench.shipped import CATALOG, Shipped, command
from bench.timing import line
from kpi import services
from kpi.access import LOCAL_USER
from kpi.catalog import load_catalog
from kpi.model import Grant
from tests.databases import copied
from tools.browser import free_port, serving

PEOPLE, ACTIONS, THINK_SECONDS = 50, 12, 6.0
RERUN_SECONDS, RERUN_COMPUTED_SECONDS, SIGN_IN_SECONDS, MEGABYTES_EACH = 1.0, 0.1, 0.03, 5.0
PATIENCE_SECONDS = 60
PAIRS = 100
"""Reruns of one person, each with and without signing in."""
ALL_ROLES = ("viewer", "leader", "reporter", "reviewer", "publisher", "administrator", "auditor")
READ = ("", "measure", "gaps", "regions", "sheet", "upload", "query")
FIRST, OWN = "绿水青山就是金山银山26", "不忘初心牢记使命26"
_DONE = frozenset({ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY})
_TOKEN = re.compile(r'name="token" value="([^"]+)"')


class Failed(Exception):
    """A run did not end well, or a page said no."""


@dataclass
class Reader:
    """One tab of somebody's: what the front end would remember of it."""

    address: str
    client: httpx.AsyncClient
    socket: ClientConnection | None = None
    session_id: str = ""
    pages: dict[str, str] = field(default_factory=dict)
    """The hash of each page's script by its path."""
    uploader: str = ""
    """The id of the place for files on the page shown."""
    _requests: Iterator[int] = field(default_factory=count)

    async def sign_in(self, account: str) -> None:
        """By name and password, as the page to sign in sends them."""
        shown = await self.client.get("/sign-in")
        token = _TOKEN.search(shown.text)
        said = {"token": token.group(1) if token else "", "next": "/", "name": account, "password": OWN}
        answer = await self.client.post("/sign-in", data=said, headers={"Origin": self.address})
        if answer.status_code >= 400:
            raise Failed(f"{account} is not let in: {answer.status_code}")

    async def open(self) -> float:
        """The first page, over a connection of its own; how long its run took."""
        await self.client.get("/_stcore/health")  # which hands out the token against forged requests
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.client.cookies.jar)
        xsrf = self.client.cookies.get("_streamlit_xsrf", "PLACEHOLDER")
        self.socket = await connect(
            f"ws{self.address.removeprefix('http')}/_stcore/stream",
            origin=self.address,
            subprotocols=["streamlit", xsrf],
            additional_headers={"Cookie": cookies},
            max_size=None,
        )
        return await self.go("")

    async def go(self, page: str, *states: WidgetState) -> float:
        """Runs a page; how long it took until its last word, in seconds. Failed where it did not end well."""
        asked = BackMsg()
        asked.rerun_script.page_script_hash = self.pages.get(page, "")
        asked.rerun_script.page_name = page
        asked.rerun_script.context_info.timezone = "Asia/Shanghai"
        asked.rerun_script.context_info.locale = "zh-CN"
        asked.rerun_script.context_info.url = f"{self.address}/{page}"
        asked.rerun_script.widget_states.widgets.extend(states)
        started = time.perf_counter()
        await self._say(asked)
        while True:
            message = await self._hear()
            self._learn(message)
            if message.WhichOneof("type") == "script_finished" and message.script_finished in _DONE:
                return time.perf_counter() - started

    def _learn(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.session_id = message.new_session.initialize.session_id
        elif kind == "navigation":
            self.pages = {
                page.url_pathname if not page.is_default else "": page.page_script_hash for page in message.navigation.app_pages
            }
        elif kind == "page_not_found":
            raise Failed("a page is not found")
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            if element.WhichOneof("type") == "exception":
                raise Failed(element.exception.message)
            if element.WhichOneof("type") == "file_uploader":
                self.uploader = element.file_uploader.id

    async def upload(self, name: str, content: bytes) -> float:
        """Puts a file into the place for files and waits until what it changes is shown; how long that took."""
        started = time.perf_counter()
        asked = BackMsg()
        asked.file_urls_request.request_id = str(next(self._requests))
        asked.file_urls_request.file_names.append(name)
        asked.file_urls_request.session_id = self.session_id
        await self._say(asked)
        while (message := await self._hear()).WhichOneof("type") != "file_urls_response":
            self._learn(message)
        (place,) = message.file_urls_response.file_urls
        xsrf = self.client.cookies.get("_streamlit_xsrf", "")
        sent = await self.client.put(
            place.upload_url, files={"file": (name, content)}, headers={"Origin": self.address, "X-Xsrftoken": xsrf}
        )
        if sent.status_code >= 300:
            raise Failed(f"the file was refused: {sent.status_code}")
        state = WidgetState(id=self.uploader)
        file = state.file_uploader_state_value.uploaded_file_info.add()
        file.name, file.size, file.file_id = name, len(content), place.file_id
        file.file_urls.CopyFrom(place)
        await self.go("upload", state)
        return time.perf_counter() - started

    async def _say(self, message: BackMsg) -> None:
        if self.socket is None:
            raise Failed("not connected")
        await self.socket.send(message.SerializeToString())

    async def _hear(self) -> ForwardMsg:
        if self.socket is None:
            raise Failed("not connected")
        payload = await asyncio.wait_for(self.socket.recv(), PATIENCE_SECONDS)
        return ForwardMsg.FromString(payload if isinstance(payload, bytes) else payload.encode())

    async def close(self) -> None:
        """Goes away."""
        if self.socket:
            await self.socket.close()
        await self.client.aclose()


@dataclass(frozen=True, slots=True)
class Office:
    """A server, and the process it is."""

    address: str
    process_id: int

    @property
    def megabytes(self) -> float:
        """What the server's own process holds in memory."""
        told = Path(f"/proc/{self.process_id}/status").read_text(encoding="ascii")
        return int(told.split("VmRSS:")[1].split()[0]) / 1024

    @property
    def cpu_seconds(self) -> float:
        """What the server's own process has computed so far."""
        told = Path(f"/proc/{self.process_id}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def people_of(database: Path, people: int) -> list[str]:
    """So many accounts with passwords of their own, who may read and report; the first may do all, as who needs no account."""
    opened = services.open_workspace(database, CATALOG)
    try:
        accounts = [f"user{number:02}" for number in range(people)]
        for account in accounts:
            grants = list(map(Grant, ALL_ROLES if account == accounts[0] else ("viewer", "reporter")))
            services.add_user(opened, LOCAL_USER, account, account, grants, FIRST)
            services.People(opened).change_password(account, FIRST, OWN)
        return accounts
    finally:
        opened.close()


@contextmanager
def office(folder: Path, plan: Shipped, mode: str) -> Iterator[Office]:
    """A server over the plan's database."""
    port = free_port()
    command_line, before = [sys.executable, "tools/serve.py", "--port", str(port)], _children()
    with serving(command_line, port, folder / f"{mode}.log", "/healthz", KPI_SIGN_IN=mode, **plan.environment) as address:
        (process_id,) = _children() - before
        yield Office(address, process_id)


def _children() -> set[int]:
    return {int(each) for each in Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split()}


async def _reader(address: str, account: str = "") -> Reader:
    reader = Reader(address, httpx.AsyncClient(base_url=address, timeout=PATIENCE_SECONDS, follow_redirects=True))
    if account:
        await reader.sign_in(account)
    return reader


@dataclass(frozen=True, slots=True)
class Pairs:
    """Reruns of one page without and with the gate, in turns."""

    open: list[float]
    signed: list[float]
    computed: float
    """What the server behind the gate computed more for each."""

    @property
    def adds(self) -> float:
        """By the clock: the median of what each took longer than the one beside it."""
        return median(signed - open_to_all for open_to_all, signed in zip(self.open, self.signed, strict=True))


async def in_turns(offices: tuple[Office, Office], account: str) -> Pairs:
    """The overview, by one person who is alone on both; each goes first in every other turn."""
    readers = await _reader(offices[0].address), await _reader(offices[1].address, account)
    for reader in readers:
        await reader.open()
        for page in (*READ, *READ, ""):
            await reader.go(page)
    taken: tuple[list[float], list[float]] = [], []
    before = [each.cpu_seconds for each in offices]
    for turn in range(PAIRS):
        for place in (turn % 2, 1 - turn % 2):
            taken[place].append(await readers[place].go(""))
    without, with_it = (each.cpu_seconds - then for each, then in zip(offices, before, strict=True))
    for reader in readers:
        await reader.close()
    return Pairs(*taken, (with_it - without) / PAIRS)


@dataclass
class Day:
    """What fifty people saw."""

    reruns: list[float] = field(default_factory=list)
    uploads: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


async def together(address: str, accounts: list[str], content: bytes, at_most: "Peak") -> Day:
    """Everybody signs in, reads, and one uploads; they leave when all have finished."""
    day, chance = Day(), random.Random(26)  # noqa: S311 - when people click, no secret
    readers = [await _reader(address, account) for account in accounts]
    at_most.start()

    async def works(reader: Reader, thinking: list[float], pages: list[str], *, uploads: bool) -> None:
        try:
            await asyncio.sleep(thinking[0])
            day.reruns.append(await reader.open())
            for place, (pause, page) in enumerate(zip(thinking[1:], pages, strict=True)):
                await asyncio.sleep(pause)
                day.reruns.append(await reader.go(page))
                if uploads and place == ACTIONS // 2:
                    await reader.go("upload")
                    day.uploads.append(await reader.upload("填报.csv", content))
        except Exception as error:
            day.failures.append(f"{type(error).__name__}: {error}")

    plans = [
        ([chance.expovariate(1 / THINK_SECONDS) for _ in range(ACTIONS + 1)], chance.choices(READ, k=ACTIONS)) for _ in accounts
    ]
    await asyncio.gather(
        *(works(reader, *plan, uploads=place == 1) for place, (reader, plan) in enumerate(zip(readers, plans, strict=True)))
    )
    at_most.note()
    await asyncio.gather(*(reader.close() for reader in readers))
    return day


@dataclass
class Peak:
    """What the server held before anybody of the fifty came, and with all of them there."""

    office: Office
    before: float = 0.0
    after: float = 0.0
    computed: float = 0.0
    """What it had computed by the time everybody had signed in."""

    def start(self) -> None:
        """Everybody has signed in."""
        self.computed = self.office.cpu_seconds

    def note(self) -> None:
        """Everybody is still there."""
        self.after = self.office.megabytes


def _table() -> bytes:
    """Twenty measures of ten towns."""
    catalog = load_catalog(CATALOG)
    measures = [each for each in catalog.measures.values() if each.kind in ("stock", "flow")][:20]
    regions = [each for each in catalog.regions.values() if each.active][1:11]
    rows = [["指标", "单位", "地区", "年份", "数值"]]
    rows += [[m.name_zh, m.display_unit, r.name_zh, "2024", "3"] for m in measures for r in regions]
    return "\n".join(map(",".join, rows)).encode()


def measure(folder: Path, people: int = PEOPLE) -> None:
    """Prints the figures against their limits."""
    plan = Shipped("sessions", CATALOG, folder / "sessions.duckdb")
    command(plan, "status")
    accounts = people_of(plan.database, people)
    beside = replace(plan, database=copied(plan.database, folder / "beside.duckdb"))
    content = _table()
    with office(folder, plan, "accounts") as signed:
        with office(folder, beside, "none") as open_to_all:
            pairs = asyncio.run(in_turns((open_to_all, signed), accounts[0]))
        peak = Peak(signed, before=signed.megabytes)
        day = asyncio.run(together(signed.address, accounts, content, peak))
        computed = signed.cpu_seconds - peak.computed
    line("a rerun of the overview over the WebSocket, no sign-in", median(pairs.open))
    line("the same signed in", median(pairs.signed))
    line(f"what signing in adds to it, median of {PAIRS} pairs", pairs.adds, SIGN_IN_SECONDS)
    line("what the server computes more for it", pairs.computed, SIGN_IN_SECONDS)
    line(f"{people} signed-in people: a rerun, median", median(day.reruns))
    line(f"{people} signed-in people: a rerun, 95th percentile", quantiles(day.reruns, n=20)[-1], RERUN_SECONDS)
    line("what the server computes for each", computed / max(len(day.reruns), 1), RERUN_COMPUTED_SECONDS)
    for taken in day.uploads:
        line("an upload of 200 rows among them, until its preview", taken)
    each = (peak.after - peak.before) / people
    over = "" if each <= MEGABYTES_EACH else "   OVER"
    print(f"{'memory for each of them':<58}{each:8.1f} MB   limit {MEGABYTES_EACH:.0f} MB{over}")
    print(f"{'reruns':<58}{len(day.reruns):8}")
    print(f"{'failures':<58}{len(day.failures):8}      limit 0{'   OVER' if day.failures else ''}")
    for failure in sorted(set(day.failures)):
        print(f"    {failure}")


def main() -> None:
    """PEOPLE, else fifty."""
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE)


if __name__ == "__main__":
    main()
