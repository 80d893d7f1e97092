"""Files under names of ours: one for each content, and not to be worked out."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.runtime.media_file_storage import MediaFileKind
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from kpi.server.media import OwnFiles, asked_for, named_in

KIND = MediaFileKind.DOWNLOADABLE
LARGE = 3 * 1024 * 1024


def taken(files, content, name="表.csv"):
    return files.load_and_get_id(content, "text/csv", KIND, name)


@pytest.mark.parametrize("place", [70_000, LARGE // 3, LARGE - 70_000])
def test_two_large_files_that_differ_in_one_digit_are_two(place):
    """Streamlit looks at 64 KiB at three places of a large file: the second would be handed out with the first's content."""
    one = b"1" * LARGE
    other = one[:place] + b"2" + one[place + 1 :]
    usual, own = MemoryMediaFileStorage("/media"), OwnFiles("/media")
    assert taken(usual, one) == taken(usual, other)
    names = taken(own, one), taken(own, other)
    assert [own.get_file(f"{name}.csv").content == content for name, content in zip(names, (one, other), strict=True)] == [
        True,
        True,
    ]


@given(content=st.binary(max_size=40), name=st.text(max_size=8) | st.none())
def test_the_same_is_kept_once_and_named_otherwise_by_each_process(content, name):
    one, other = OwnFiles("/media"), OwnFiles("/media")
    kept = taken(one, content, name)
    assert kept == taken(one, content, name)
    assert re.fullmatch("[0-9a-f]{64}", kept)
    assert kept != taken(other, content, name)
    assert kept not in {taken(one, content + b"x", name), taken(one, content, "x" if name is None else None)}
    assert named_in(one.get_url(kept).encode()) == {asked_for(one.get_url(kept))} == {kept}


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/media/0123.docx", "0123"),
        ("/base/media/0123", "0123"),
        ("/overview", ""),
        ("/media/", ""),
        ("/media/..%2f1", ""),
        ("/static/media/Icons.woff2", ""),
    ],
)
def test_what_a_path_asks_for(path, name):
    assert asked_for(path) == name
