"""The output formats, and what the output device can show."""

from enum import StrEnum
from typing import Final, NamedTuple

# What files of ours are known by: when others are to be written in their place, and beside a page.
CALENDAR_MARK: Final = b"PRODID:-//ecefollow//ecefollow//EN"
# Bytes 64 to 71 of the file: no incremental vacuum, and the application_id of export.sql. Only a
# database has the zeros before it.
DATABASE_MARK: Final = b"\0\0\0\0ecef"


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


class ReportFormat(StrEnum):
    """The formats of a report."""

    HTML = "html"
    DOCX = "docx"
    MARKDOWN = "markdown"


# The format of a report by the ending of its file's name, the usual one first.
REPORT_ENDINGS: Final = {
    ".html": ReportFormat.HTML,
    ".htm": ReportFormat.HTML,
    ".docx": ReportFormat.DOCX,
    ".md": ReportFormat.MARKDOWN,
    ".markdown": ReportFormat.MARKDOWN,
    ".txt": ReportFormat.MARKDOWN,
    "": ReportFormat.MARKDOWN,
}


class FindingFormat(StrEnum):
    """The formats of what was found in a matrix."""

    TEXT = "text"
    JSON = "json"


class Look(NamedTuple):
    """What the output device can show: its width in columns, colour, and its encoding."""

    width: int
    colour: bool
    encoding: str

    @property
    def has_unicode(self) -> bool:
        """Whether it can show every character, not ASCII alone."""
        return self.encoding.casefold().startswith("utf")
