"""The process that children are forked from: it has imported what reading needs, sees no file, ends with whoever started it.

It listens on a socket in the place of its input. `start NUMBER TASK` comes with three open files: where the child reads, where
it writes, and where its exit code is to be written once it is no more. `kill NUMBER` ends it. Here are no threads, nothing of
the store, and no answers: whoever asked sees the child's own files open and close.
"""

import contextlib
import gc
import os
import select
import signal
import socket
import sys

from kpi.ingest.child import old_workbook, plans, process, workbook
from kpi.ingest.serving import working, working_archive

CODE_BYTES = 4
"""Of an exit code, signed, as it is written."""
WHOLE_FILES, LARGE_FILE, ARCHIVE = "reader", "large", "archive"
"""The tasks of reading whole files, see `working`, a large one, and unpacking; others are those of `child/process.py`."""
_READY = (old_workbook, plans, workbook)
"""Imported before they are wanted, so that no child has to."""
_MOST_MESSAGE = 100


def main() -> int:
    """Fork until whoever started this is gone, and take all children along."""
    bell, ring = os.pipe()
    for end in (bell, ring):
        os.set_blocking(end, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(ring, warn_on_full_buffer=False)
    gc.collect()
    gc.freeze()  # what is here already is never looked through by a child, and so stays shared
    _Forker(socket.socket(fileno=0), bell).serve()
    return 0


class _Forker:
    """The children that live, by the numbers that whoever asked has given them."""

    def __init__(self, control: socket.socket, bell: int) -> None:
        self._control = control
        self._bell = bell
        self._living: dict[int, tuple[int, int]] = {}
        """By number: process, and the file for its exit code."""

    def serve(self) -> None:
        """Do as asked until nobody can ask any more."""
        while True:
            ready, _, _ = select.select([self._control.fileno(), self._bell], [], [])
            if self._bell in ready:
                self._bury()
            if self._control.fileno() in ready and not self._obey():
                break
        for number in list(self._living):
            self._kill(number)

    def _obey(self) -> bool:
        message, files, _, _ = socket.recv_fds(self._control, _MOST_MESSAGE, 3)
        if not message:
            return False
        verb, number, *task = message.decode().split()
        if verb == "kill":
            self._kill(int(number))
        else:
            self._fork(int(number), task[0], files)
        return True

    def _fork(self, number: int, task: str, files: list[int]) -> None:
        source, target, status = files
        try:
            pid = os.fork()
            if pid == 0:
                _become(task, source, target)
            self._living[number] = pid, status
        except OSError:  # no room for another process: whoever asked sees its files close
            os.close(status)
        os.close(source)
        os.close(target)

    def _kill(self, number: int) -> None:
        """No process but a child that is not buried yet: its id belongs to nobody else."""
        if number in self._living:
            os.kill(self._living[number][0], signal.SIGKILL)

    def _bury(self) -> None:
        """Say of every child that is no more how it ended."""
        with contextlib.suppress(BlockingIOError):
            os.read(self._bell, 1 << 12)
        numbers = {pid: number for number, (pid, _) in self._living.items()}
        while self._living:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            _, target = self._living.pop(numbers[pid])
            code = os.waitstatus_to_exitcode(status)
            with contextlib.suppress(OSError):
                os.write(target, code.to_bytes(CODE_BYTES, "big", signed=True))
            os.close(target)


def _become(task: str, source: int, target: int) -> None:
    """Be the child, and never come back: no file of the forker's or of another child's stays open."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.dup2(source, 0)
        os.dup2(target, 1)
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))
        code = _done(task)
        sys.stdout.flush()
    finally:
        os._exit(code)


def _done(task: str) -> int:
    if task == WHOLE_FILES:
        return working.main()
    if task == LARGE_FILE:
        from kpi.ingest.serving import working_large  # noqa: PLC0415 - a database comes with it, which no other child needs

        return working_large.main()
    if task == ARCHIVE:
        return working_archive.main()
    return process.main(task)
