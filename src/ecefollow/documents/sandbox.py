"""Runs a reader in a process of its own, which may take only so much time and memory.

A small PDF can keep its library busy for hours, or have it fill the memory, at more places than
could be watched from within. The other kinds of files are read by less, with limits of their own.
"""

from __future__ import annotations

import gc
import io
import os
import pickle
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Final, TypeVar

from ecefollow.documents.blocks import Detail, Document, Finding, Paragraph, Place, Table
from ecefollow.documents.cells import TableError, damaged
from ecefollow.reading.diagnostics import RefusedError

_Answer = TypeVar("_Answer")
_MEGABYTES: Final = 500
_SECONDS: Final = 4  # of the processor, and some more for a large file
_BYTES_PER_SECOND: Final = 10_000
_MOST_SECONDS: Final = 120
_PATIENCE: Final = 10  # times as long, when others keep the processor busy
_ADVICE: Final = "open it, print it to a new file and try again"
_TOO_MUCH: Final = f"the file takes too long, or too much memory, to read; {_ADVICE}"
_NOT_STARTED: Final = (
    "no process could be started to read the file; "
    "the limits on memory or on time may be too low here"
)
_STARTED: Final = b"started\n"  # comes before the answer
_IN_ANSWERS: Final = (
    *(Document, Table, Paragraph, Detail, Finding, Place, date),
    *(TableError, RefusedError),
)
_MAIN: Final = f"from {__name__} import main; main()"


def run(read: Callable[[bytes], _Answer], data: bytes) -> _Answer:
    """What *read*, a function of some module, makes of *data*.

    TableError if it takes too long or too much memory, or fails otherwise than by a TableError or
    a RefusedError of its own.
    """
    # Late: slow to import.
    import subprocess

    seconds = min(_SECONDS + len(data) // _BYTES_PER_SECOND, _MOST_SECONDS)
    # Where the time of the processor is not limited, nobody waits for others who keep it busy.
    patience = _MOST_SECONDS if sys.platform == "win32" else seconds * _PATIENCE
    try:
        answer = subprocess.run(  # noqa: S603 - the arguments are ours
            [sys.executable, "-P", "-c", _MAIN],
            input=pickle.dumps((read, data, seconds)),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=False,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            timeout=patience,
        ).stdout
    except subprocess.TimeoutExpired:
        raise TableError(_TOO_MUCH) from None
    except OSError:
        answer = b""
    if not answer.startswith(_STARTED):
        raise TableError(_NOT_STARTED)
    try:
        made: _Answer | Exception = _Unpickler(io.BytesIO(answer.removeprefix(_STARTED))).load()
    except (pickle.UnpicklingError, EOFError):
        raise TableError(_TOO_MUCH) from None
    if isinstance(made, Exception):
        raise made
    return made


def main() -> None:
    """Read what `run` has written to this process, and write the answer or the error."""
    with os.fdopen(os.dup(1), "wb") as out:
        os.dup2(2, 1)  # what a library prints is no answer
        read, data, seconds = pickle.load(sys.stdin.buffer)  # noqa: S301 - our own process wrote it
        out.write(_STARTED)
        out.flush()
        _limit(seconds)
        # Most of what a reader makes stays: the usual 700 is a fifth slower.
        gc.set_threshold(100_000)
        out.write(pickle.dumps(answered(read, data)))


def answered(read: Callable[[bytes], _Answer], data: bytes) -> _Answer | Exception:
    """What *read* makes of *data*, or the error that a reader of the document understands."""
    try:
        return read(data)
    except (TableError, RefusedError) as error:
        return error
    except Exception as error:  # noqa: BLE001 - what a library raises for a damaged file is open
        told = damaged(error, _ADVICE)
        return TableError(_TOO_MUCH) if isinstance(told.__cause__, MemoryError) else told


def _limit(seconds: int) -> None:
    try:
        # Late: Windows has none, and there only the time is limited.
        import resource
    except ImportError:
        return
    for what, most in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, _MEGABYTES * 10**6)):
        known = (each for each in resource.getrlimit(what) if each != resource.RLIM_INFINITY)
        lowest = min([most, *known])
        with suppress(ValueError):  # macOS has no limit of memory to set
            resource.setrlimit(what, (lowest, lowest))


class _Unpickler(pickle.Unpickler):
    """Makes only what an answer has: whatever else were named could run as code."""

    def find_class(self, module: str, name: str) -> type:
        for known in _IN_ANSWERS:
            if (known.__module__, known.__qualname__) == (module, name):
                return known
        raise pickle.UnpicklingError(name)
