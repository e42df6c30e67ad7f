"""The formats that an answer can be shown in, and what the place it goes to can show."""

from enum import StrEnum
from typing import NamedTuple


class Format(StrEnum):
    """The formats of a listing."""

    TABLE = "table"
    PLAIN = "plain"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"


class PageFormat(StrEnum):
    """The formats of a page."""

    TABLE = "table"
    PLAIN = "plain"
    JSON = "json"


class ProblemFormat(StrEnum):
    """The formats of a list of problems."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"
    GITHUB = "github"


class FindingFormat(StrEnum):
    """The formats of what was found in a matrix."""

    TEXT = "text"
    JSON = "json"


class Look(NamedTuple):
    """What the place that is written to can show."""

    width: int
    colour: bool
    encoding: str
