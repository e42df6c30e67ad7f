"""The program's entry: `ecefollow`, or `python -m ecefollow`."""

import gc
import os
import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line and leave with its exit status."""
    # What a command makes it keeps to its end. Not looking for garbage meanwhile, and leaving
    # without tidying up, takes a fifth off every run.
    gc.disable()
    from ecefollow.cli.main import run  # late: its classes are most of what could be collected

    status = run(sys.argv[1:])
    os._exit(status)  # everything written has been flushed


if __name__ == "__main__":
    main()
