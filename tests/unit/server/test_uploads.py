"""What uploads may hold: only what was asked for, so many, so large, and not for ever."""

import pytest
from starlette.exceptions import HTTPException
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from kpi.server import BoundedUploads
from kpi.server import uploads as bounds


class Clock:
    """A clock that stands still until it is moved."""

    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(clock, monkeypatch):
    """Three files or a hundred bytes of a session, two hundred bytes of all."""
    monkeypatch.setattr(bounds, "MOST_FILES", 3)
    monkeypatch.setattr(bounds, "MOST_BYTES", 100)
    monkeypatch.setattr(bounds, "MOST_BYTES_OF_ALL", 200)
    return BoundedUploads("/upload", clock)


def put(store, session="one", size=10):
    """The id of a file that was asked for and sent."""
    file_id = store.get_upload_urls(session, ["a.csv"])[0].file_id
    store.add_file(session, UploadedFileRec(file_id, "a.csv", "text/csv", b"x" * size))
    return file_id


def kept(store, session="one"):
    return list(store.file_storage.get(session, {}))


def test_a_file_nobody_asked_for_is_refused(store):
    with pytest.raises(HTTPException) as refused:
        store.add_file("one", UploadedFileRec("made-up", "a.csv", "text/csv", b"x"))
    assert refused.value.status_code == 403
    assert kept(store) == []


def test_an_address_is_of_one_session(store):
    file_id = store.get_upload_urls("one", ["a.csv"])[0].file_id
    assert store.refusal("two", file_id, 1) == 403
    assert store.refusal("one", file_id, 1) is None


def test_so_many_files_of_a_session_and_no_more(store):
    files = [put(store) for _ in range(3)]
    with pytest.raises(HTTPException) as refused:
        put(store)
    assert (refused.value.status_code, kept(store)) == (413, files)
    assert len(kept(store, "two")) == 0
    assert put(store, "two") in kept(store, "two")


@pytest.mark.parametrize(
    ("sizes", "last", "fits"), [((50, 40), 10, True), ((50, 40), 11, False), ((), 100, True), ((), 101, False)]
)
def test_so_many_bytes_of_a_session_and_no_more(store, sizes, last, fits):
    for size in sizes:
        put(store, size=size)
    file_id = store.get_upload_urls("one", ["a.csv"])[0].file_id
    assert (store.refusal("one", file_id, last) is None) is fits


def test_all_sessions_together_are_bounded_too(store):
    put(store, "one", 100)
    put(store, "two", 90)
    with pytest.raises(HTTPException):
        put(store, "three", 11)
    assert put(store, "three", 10) in kept(store, "three")


def test_a_file_no_page_looked_at_is_freed_in_time(store, clock):
    forgotten, looked_at = put(store), put(store)
    store.get_files("one", [looked_at])
    clock.now = bounds.UNCLAIMED_SECONDS + 1
    put(store, "two")
    assert kept(store) == [looked_at]
    assert store.get_files("one", [forgotten]) == []


def test_what_a_page_still_shows_never_makes_room(store, clock):
    files = [put(store) for _ in range(3)]
    clock.now = bounds.IDLE_SECONDS + 1
    store.get_files("one", files[1:])
    newest = put(store)
    assert kept(store) == [*files[1:], newest]


def test_a_removed_file_and_an_ended_session_leave_nothing(store):
    first, second = put(store), put(store)
    store.remove_file("one", first)
    assert kept(store) == [second]
    assert store.refusal("one", first, 1) == 403
    store.remove_session_files("one")
    assert (kept(store), store._handed, store._seen) == ([], {}, {})


def test_addresses_that_are_never_used_lapse(store):
    first = store.get_upload_urls("one", ["a.csv"])[0].file_id
    for _ in range(10):
        store.get_upload_urls("one", ["b.csv"] * 50)
    assert store.refusal("one", first, 1) == 403
    assert len(store._handed["one"]) == 6
