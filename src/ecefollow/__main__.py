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
    from ecefollow import cli

    status = cli.main(sys.argv[1:])
    if sys.stderr:
        sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    main()
