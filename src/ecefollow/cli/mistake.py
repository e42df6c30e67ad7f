"""What is said of a mistake in the program itself."""

import platform
import traceback
from importlib import metadata
from typing import Final

from ecefollow import __version__

_LIBRARIES: Final = ("typer", "rich", "pyyaml", "python-dateutil")


def report(error: Exception) -> list[str]:
    """The traceback, the versions, and where to report it."""
    versions = [f"ecefollow {__version__}", f"Python {platform.python_version()}"]
    versions += [f"{name} {_version(name)}" for name in _LIBRARIES]
    return [
        *"".join(traceback.format_exception(error)).splitlines(),
        f"{', '.join(versions)}, {platform.platform()}",
        f"ecefollow: this is a mistake in ecefollow; please report it{_where()}",
    ]


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "of unknown version"


def _where() -> str:
    """The address that the project's metadata give for it; empty if there is none."""
    try:
        urls = metadata.metadata("ecefollow").get_all("Project-URL") or []
    except metadata.PackageNotFoundError:
        return ""
    addresses = dict(url.split(", ", 1) for url in urls)
    address = addresses.get("Issues") or addresses.get("Repository")
    # No account can have a "_" in its name: this is the placeholder, and nothing is there.
    return f": {address}" if address and "_" not in address else ""
