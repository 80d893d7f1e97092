"""Office files as archives whose bytes depend on what is in them alone: parts in a fixed order, under a fixed date."""

import io
import zipfile

_FIRST_DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)
_FIRST_PART = "[Content_Types].xml"


def normalised(content: bytes) -> bytes:
    """The same archive, in which nothing tells when it was written."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(packed, "w") as target:
        for name in sorted(source.namelist(), key=lambda name: (name != _FIRST_PART, name)):
            entry = zipfile.ZipInfo(name, _FIRST_DAY_OF_ZIP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return packed.getvalue()
