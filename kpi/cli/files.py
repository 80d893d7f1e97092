"""Files named on the command line, read and written with a sentence for everything that can be wrong with them."""

import os
from pathlib import Path

from kpi import private
from kpi.errors import KpiError

MOST_BYTES = 64 * 1024 * 1024
"""More is read of no file, so that an endless one ends; what is smaller and still too large the services say."""


def read(path: Path) -> bytes:
    """The bytes of a file. KpiError `file_missing`, `file_is_folder`, `file_forbidden` or `file_unreadable`."""
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES)
    except FileNotFoundError as error:
        raise KpiError("file_missing", path=str(path)) from error
    except OSError as error:
        raise _told(error, path, "file_unreadable") from error


def write(path: Path, content: bytes) -> None:
    """Writes a whole file, over one that is there.

    KpiError `folder_missing`, `file_is_folder`, `file_forbidden` or `file_unwritable`.
    """
    try:
        is_new = not path.exists()
        path.write_bytes(content)
        if is_new:  # what the process leaves of the database is its owner's alone, what it was asked for is as ever
            path.chmod(0o666 & ~private.usual_mask())
    except (FileNotFoundError, NotADirectoryError) as error:
        raise KpiError("folder_missing", path=str(path.parent)) from error
    except OSError as error:
        raise _told(error, path, "file_unwritable") from error


def write_secret(path: Path, content: bytes) -> None:
    """Writes a new file that only its owner may read. KpiError `file_exists`, and as `write`."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
    except FileExistsError as error:
        raise KpiError("file_exists", path=str(path)) from error
    except (FileNotFoundError, NotADirectoryError) as error:
        raise KpiError("folder_missing", path=str(path.parent)) from error
    except OSError as error:
        raise _told(error, path, "file_unwritable") from error


def made_folder(path: Path) -> Path:
    """A folder, made if it is missing. KpiError `folder_missing`, `file_forbidden` or `file_unwritable`."""
    try:
        path.mkdir(exist_ok=True)
    except (FileNotFoundError, NotADirectoryError, FileExistsError) as error:
        raise KpiError("folder_missing", path=str(path)) from error
    except OSError as error:
        raise _told(error, path, "file_unwritable") from error
    return path


def require_place(path: Path) -> None:
    """KpiError `folder_missing`, `file_is_folder` or `file_forbidden` where a file could not be written."""
    if not path.parent.is_dir():
        raise KpiError("folder_missing", path=str(path.parent))
    if path.is_dir():
        raise KpiError("file_is_folder", path=str(path))
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise KpiError("file_forbidden", path=str(path))


def stored_name(path: Path) -> str:
    """A file's name as text that every encoding can hold."""
    return path.name.encode("utf-8", "replace").decode("utf-8")


def _told(error: OSError, path: Path, otherwise: str) -> KpiError:
    if isinstance(error, IsADirectoryError):
        return KpiError("file_is_folder", path=str(path))
    return KpiError("file_forbidden" if isinstance(error, PermissionError) else otherwise, path=str(path))
