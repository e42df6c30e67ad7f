"""What ECEFOLLOW_DEBUG tells: which files were read, which git calls made, how long each took."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Final

tell: Callable[[str], None] | None = None  # set by the command line if somebody wants to know
_UNTOLD: Final = nullcontext()


def timed(action: str) -> AbstractContextManager[None]:
    """What tells, when its block ends, how long it took, if somebody wants to know."""
    return _timed(action, tell) if tell else _UNTOLD


@contextmanager
def _timed(action: str, tell: Callable[[str], None]) -> Iterator[None]:
    # Late: few want to know.
    from time import perf_counter

    begin = perf_counter()
    try:
        yield
    finally:
        tell(f"{1000 * (perf_counter() - begin):9.1f} ms  {action}")
