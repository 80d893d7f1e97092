"""The connections that open pages hold. They end at once when whoever opened them is signed out, whatever the page is doing.

A page that lost its connection may take up its session again under the id that Streamlit gave it: only for the same visit.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable

from google.protobuf.message import DecodeError
from starlette.datastructures import MutableHeaders
from starlette.types import Message, Receive, Scope, Send
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from kpi.server.media import named_in

ENDED = 4401
"""The code a connection is closed with when its visit has ended."""
LOOK_SECONDS = 0.5
"""How often is looked whether a visit goes on."""
_MOST_FILES = 10_000
"""Of one visit; a page has a handful, and each time a file is taken it may be another."""
_PROTOCOL = "sec-websocket-protocol"

App = Callable[[Scope, Receive, Send], Awaitable[None]]
GoesOn = Callable[[bool], Awaitable[bool]]
"""Whether a visit goes on; told whether somebody just did something."""


class Connections:
    """Which of Streamlit's sessions belong to which visit, and of which files its pages were told the addresses."""

    def __init__(self, close_session: Callable[[str], None]) -> None:
        self._close_session = close_session
        self._sessions: defaultdict[str, set[str]] = defaultdict(set)
        self._files: defaultdict[str, dict[str, None]] = defaultdict(dict)
        """By visit, in the order in which they were told."""

    def owns(self, visit: str, session_id: str) -> bool:
        """Whether a session of Streamlit's was begun in this visit."""
        return session_id in self._sessions.get(visit, ())

    def was_told(self, visit: str, file_id: str) -> bool:
        """Whether a page of this visit was told the address of a file: nobody else has any business with it."""
        return file_id in self._files.get(visit, ())

    def forget(self, visit: str) -> None:
        """Ends what was begun in a visit: what pages remember and the files they hold go with it."""
        self._files.pop(visit, None)
        for session_id in self._sessions.pop(visit, set()):
            self._close_session(session_id)

    def forget_all_but(self, visits: Collection[str]) -> None:
        """Ends what was begun in visits that do not go on."""
        for visit in [each for each in self._sessions if each not in visits]:
            self.forget(visit)

    async def serve(self, app: App, scope: Scope, receive: Receive, send: Send, visit: str, goes_on: GoesOn) -> None:
        """One connection, from its opening until either end closes it or the visit ends."""
        await _Connection(self, visit, goes_on, receive, send).run(app, self._same_visit(scope, visit))

    def begun(self, visit: str, session_id: str) -> None:
        """A session was begun in a visit."""
        self._sessions[visit].add(session_id)

    def told(self, visit: str, files: Iterable[str]) -> None:
        """A page of a visit is told the addresses of files; those of long ago lapse."""
        known = self._files[visit]
        for file_id in files:
            known.pop(file_id, None)
            known[file_id] = None
        for file_id in list(known)[: max(len(known) - _MOST_FILES, 0)]:
            del known[file_id]

    def _same_visit(self, scope: Scope, visit: str) -> Scope:
        """The request without the session it wants to take up again, unless it is one of this visit."""
        scope = {**scope, "headers": list(scope["headers"])}
        headers = MutableHeaders(scope=scope)
        protocol, *others = [each.strip() for each in headers.get(_PROTOCOL, "").split(",")]
        if len(others) > 1 and not self.owns(visit, others[1]):
            headers[_PROTOCOL] = ", ".join((protocol, others[0]))
        return scope


class _Connection:
    """One WebSocket, of which Streamlit sees every message until the visit ends, and none after it."""

    def __init__(self, connections: Connections, visit: str, goes_on: GoesOn, receive: Receive, send: Send) -> None:
        self._connections, self._visit, self._goes_on = connections, visit, goes_on
        self._receive, self._send = receive, send
        self._next: asyncio.Future[Message] | None = None
        self._known = self._ended = False

    async def run(self, app: App, scope: Scope) -> None:
        try:
            await app(scope, self._heard, self._said)
        finally:
            if self._next:
                self._next.cancel()

    async def _heard(self) -> Message:
        """What comes next from the page: looked for again and again, so that the end of a visit does not wait for it."""
        while True:
            self._next = self._next or asyncio.ensure_future(self._receive())
            done, _ = await asyncio.wait({self._next}, timeout=LOOK_SECONDS)
            message = self._next.result() if done else None
            if message and message["type"] == "websocket.disconnect":
                return message
            if self._ended or not await self._goes_on(message is not None):
                return await self._end()
            if message:
                self._next = None
                return message

    async def _end(self) -> Message:
        if not self._ended:
            self._ended = True
            await self._send({"type": "websocket.close", "code": ENDED})
        return {"type": "websocket.disconnect", "code": ENDED}

    async def _said(self, message: Message) -> None:
        if self._ended:
            return
        payload = message.get("bytes") or b""
        if not self._known and message["type"] == "websocket.send":
            self._learn(payload)
        if files := named_in(payload):
            self._connections.told(self._visit, files)
        await self._send(message)

    def _learn(self, payload: bytes) -> None:
        """The id under which Streamlit has begun the session, which the first thing it says names."""
        try:
            said = ForwardMsg.FromString(payload)
        except DecodeError:
            return
        if said.WhichOneof("type") == "new_session":
            self._known = True
            self._connections.begun(self._visit, said.new_session.initialize.session_id)
