"""Packages that only some commands need: where one is missing, how to install it."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ecefollow.reading.diagnostics import RefusedError


@contextmanager
def needed(package: str) -> Iterator[None]:
    """RefusedError, with the command that installs the package, if what is imported here is not."""
    try:
        yield
    except ImportError as error:
        if (error.name or "").startswith("ecefollow"):
            raise
        command = _installation(package)
        message = f"this needs {package}, which is not installed: {command}"
        raise RefusedError(message) from None


def require(package: str, least: str) -> None:
    """RefusedError, likewise, if the package is missing or of a version before *least*."""
    # Late: slow to import.
    from importlib.metadata import version

    with needed(package):
        found = version(package)
    if _numbers(found) < _numbers(least):
        command = _installation(f'"{package}>={least}"')
        message = f"this needs {package} {least} or later, and {found} is installed: {command}"
        raise RefusedError(message)


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall("[0-9]+", version)]


def _installation(package: str) -> str:
    """The command that installs the package where the Python that runs finds it."""
    environment = Path(sys.prefix)
    python = f'"{sys.executable}"' if " " in sys.executable else sys.executable
    if (environment / "pipx_metadata.json").exists():
        return f"pipx inject ecefollow {package}"
    if (environment / "uv-receipt.toml").exists():  # made by `uv tool`, without pip
        return f"uv pip install --python {python} {package}"
    return f"{python} -m pip install {package}"
