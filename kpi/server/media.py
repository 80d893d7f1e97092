"""The files that pages show and hand out, by addresses that nobody can work out and that differ wherever the files do.

Streamlit makes an address of a file's content, and of a large file's beginning, middle and end alone: of two that differ
elsewhere the second is given the first's address and content. Whoever knows a file could tell its address.
"""

import hashlib
import hmac
import re
import secrets

from streamlit.runtime.media_file_storage import MediaFileKind
from streamlit.runtime.memory_media_file_storage import MemoryFile, MemoryMediaFileStorage

_ROUTE = "/media/"
_FRONT_END = "/static"
"""Streamlit's own fonts lie in a folder of the same name below this one, for everybody alike."""
_ADDRESS = re.compile(rb"/media/([0-9a-f]{64})")


class OwnFiles(MemoryMediaFileStorage):
    """Streamlit's store of such files, under names of ours."""

    def __init__(self, media_endpoint: str) -> None:
        super().__init__(media_endpoint)
        self._key = secrets.token_bytes(32)

    def load_and_get_id(
        self, path_or_data: str | bytes, mimetype: str, kind: MediaFileKind, filename: str | None = None
    ) -> str:
        """Takes a file in, the same one once; its name, which tells nothing to who has not the key of this process."""
        content = self._read_file(path_or_data) if isinstance(path_or_data, str) else path_or_data
        told = repr((hashlib.sha256(content).hexdigest(), mimetype, filename)).encode("utf-8", "surrogatepass")
        file_id = hmac.new(self._key, told, hashlib.sha256).hexdigest()
        self._files_by_id.setdefault(file_id, MemoryFile(content, mimetype, kind, filename))
        return file_id


def named_in(message: bytes) -> frozenset[str]:
    """The files whose addresses a message to a page holds."""
    return frozenset(name.decode() for name in _ADDRESS.findall(message))


def is_of_a_page(path: str) -> bool:
    """Whether a path asks for a file of somebody's page."""
    before, is_file, _ = path.partition(_ROUTE)
    return bool(is_file) and not before.endswith(_FRONT_END)


def asked_for(path: str) -> str:
    """The file that such a path asks for; nothing where it names none."""
    return path.partition(_ROUTE)[2].partition(".")[0] if is_of_a_page(path) else ""
