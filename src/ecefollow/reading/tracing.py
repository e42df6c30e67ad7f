"""What ECEFOLLOW_DEBUG tells: which files were read, which git calls made, how long each took."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

tell: Callable[[str], None] | None = None  # set by the command line if somebody wants to know


@contextmanager
def timed(action: str) -> Iterator[None]:
    """Tell how long the block takes, if somebody wants to know."""
    if not tell:
        yield
        return
    # Late: few want to know.
    from time import perf_counter

    begin = perf_counter()
    try:
        yield
    finally:
        tell(f"{1000 * (perf_counter() - begin):8.1f} ms  {action}")
