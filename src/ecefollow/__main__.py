"""The program's entry: `ecefollow`, or `python -m ecefollow`."""

import gc
import sys


def main() -> None:
    """Run the command line and leave with its exit status."""
    # What a command makes it keeps to its end: looking for garbage, now or at exit, took a tenth.
    gc.disable()
    from ecefollow import cli

    status = cli.main(sys.argv[1:])
    gc.freeze()
    sys.exit(status)


if __name__ == "__main__":
    main()
