"""What uploads may hold in memory: only files that were asked for, so many of a session and so large, and none for ever.

Streamlit keeps every file that is sent to it until its session ends, whether a page asked for it or not.
"""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.runtime import get_instance
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec, UploadFileUrlInfo

MOST_FILES = 500
"""Of one session: a year of monthly tables from every town."""
MOST_BYTES = 256 * 1024 * 1024
MOST_BYTES_OF_ALL = 1024 * 1024 * 1024
UNCLAIMED_SECONDS = 3600.0
"""A form is filled in while its file waits; then it is sent off, or it was given up."""
IDLE_SECONDS = 600.0
"""A file that no page looked at for so long gives way to a new one."""
_ROUTE = "/_stcore/upload_file/"


class BoundedUploads(MemoryUploadedFileManager):
    """Streamlit's store of uploads, bounded. A file is taken for an address that was handed out, and for no other."""

    def __init__(self, upload_endpoint: str, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(upload_endpoint)
        self._clock = clock
        self._handed: dict[str, dict[str, float]] = defaultdict(dict)
        """By session, when the address of a file was handed out."""
        self._seen: dict[str, dict[str, float]] = defaultdict(dict)
        """By session, when a page last looked at a file; a file nobody looked at is not here."""
        self._bounds = threading.RLock()

    def get_upload_urls(self, session_id: str, file_names: Sequence[str]) -> list[UploadFileUrlInfo]:
        """Addresses for files a page is about to be given; of those not used yet the oldest lapse."""
        made = super().get_upload_urls(session_id, file_names[:MOST_FILES])
        with self._bounds:
            handed = self._handed[session_id]
            handed.update({address.file_id: self._clock() for address in made})
            for file_id in list(handed)[: max(len(handed) - 2 * MOST_FILES, 0)]:
                del handed[file_id]
        return made

    def get_files(self, session_id: str, file_ids: Sequence[str]) -> list[UploadedFileRec]:
        """The files a page looks at."""
        files = super().get_files(session_id, file_ids)
        with self._bounds:
            self._seen[session_id].update({file.file_id: self._clock() for file in files})
        return files

    def refusal(self, session_id: str, file_id: str, size: int) -> HTTPStatus | None:
        """Why a file of `size` bytes may not come in; None if it may. What nobody looks at any more makes room first."""
        with self._bounds:
            if file_id not in self._handed.get(session_id, {}):
                return HTTPStatus.FORBIDDEN
            self._free_unclaimed()
            self._make_room(session_id, size)
            kept = self.file_storage.get(session_id, {})
            too_many = len(kept) >= MOST_FILES and file_id not in kept
            too_much = sum(len(file.data) for file in kept.values()) + size > MOST_BYTES
            return (
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE if too_many or too_much or self._held() + size > MOST_BYTES_OF_ALL else None
            )

    def add_file(self, session_id: str, file: UploadedFileRec) -> None:
        """Takes a file in. HTTPException if it may not come in: its sender is told."""
        with self._bounds:
            if (refused := self.refusal(session_id, file.file_id, len(file.data))) is not None:
                raise HTTPException(refused)
            super().add_file(session_id, file)

    def remove_file(self, session_id: str, file_id: str) -> None:
        """A page has no more use for a file: its address lapses with it."""
        with self._bounds:
            super().remove_file(session_id, file_id)
            self._seen.get(session_id, {}).pop(file_id, None)
            self._handed.get(session_id, {}).pop(file_id, None)

    def remove_session_files(self, session_id: str) -> None:
        """The session has ended."""
        with self._bounds:
            super().remove_session_files(session_id)
            self._seen.pop(session_id, None)
            self._handed.pop(session_id, None)

    def _held(self) -> int:
        return sum(len(file.data) for files in self.file_storage.values() for file in files.values())

    def _free_unclaimed(self) -> None:
        """Files of any session that no page ever looked at."""
        now = self._clock()
        for session_id, files in list(self.file_storage.items()):
            seen, handed = self._seen.get(session_id, {}), self._handed.get(session_id, {})
            for file_id in [name for name in files if name not in seen and now - handed.get(name, 0.0) > UNCLAIMED_SECONDS]:
                self.remove_file(session_id, file_id)

    def _make_room(self, session_id: str, size: int) -> None:
        """Where a session is at its bounds, what its pages have not looked at for a while goes, oldest first."""
        kept = self.file_storage.get(session_id, {})
        seen, handed, now = self._seen.get(session_id, {}), self._handed.get(session_id, {}), self._clock()
        last = {file_id: seen.get(file_id, handed.get(file_id, 0.0)) for file_id in kept}
        for file_id in sorted(last, key=last.__getitem__):
            held = sum(len(file.data) for file in kept.values())
            if len(kept) < MOST_FILES and held + size <= MOST_BYTES:
                return
            if now - last[file_id] > IDLE_SECONDS:
                self.remove_file(session_id, file_id)


class UploadGate:
    """Refuses an upload before its bytes are read, by the size it says it has."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """That of the application within, unless the file may not come in."""
        app = self._app
        if scope["type"] == "http" and scope["method"] == "PUT" and _ROUTE in scope["path"]:
            refused = _refusal(scope)
            app = self._app if refused is None else PlainTextResponse(refused.phrase, refused)
        await app(scope, receive, send)


def _refusal(scope: Scope) -> HTTPStatus | None:
    session_id, _, file_id = scope["path"].partition(_ROUTE)[2].partition("/")
    store = get_instance().uploaded_file_mgr
    said = Headers(scope=scope).get("content-length", "")
    return (
        store.refusal(session_id, file_id, int(said) if said.isdecimal() else 0) if isinstance(store, BoundedUploads) else None
    )
