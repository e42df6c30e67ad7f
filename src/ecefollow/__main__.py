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
    from ecefollow.cli import app  # late: making its classes is most of what there is to collect

    status = app.main(sys.argv[1:])
    os._exit(status)  # cli.py has flushed what it wrote


if __name__ == "__main__":
    main()
