"""How an answer looks in each format: a listing or a page, to text."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from ecefollow.render.formats import FindingFormat, Format, Look, PageFormat, ProblemFormat

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ecefollow.reading.diagnostics import Diagnostic
    from ecefollow.reading.tables.table import TableFinding
    from ecefollow.views.listing import Listing
    from ecefollow.views.page import Page


# Above this many rows Rich, at half a millisecond a row, is felt.
_LONGEST_TABLE = 200

# Each format is imported where it is chosen: Rich, json and csv would cost the others their start.


def listing(listing: Listing, format: Format, look: Look) -> str:
    """The listing in one format, with the context beneath it where the format is for readers."""
    match format:
        case Format.TABLE:
            if len(listing.rows) > _LONGEST_TABLE:
                from ecefollow.render import plain

                context = "".join(f"{line}\n" for line in listing.context)
                return f"{plain.render(listing, colour=look.colour, room=look.width)}\n{context}"
            from ecefollow.render import table

            return table.render(listing, look)
        case Format.PLAIN:
            from ecefollow.render import plain

            return plain.render(listing, colour=look.colour)
        case Format.JSON:
            from ecefollow.render import json

            return json.render(json.listing(listing), look)
        case Format.CSV:
            from ecefollow.render import csv

            return csv.render(listing)
        case Format.MARKDOWN:
            from ecefollow.render import markdown

            return markdown.render(listing)
        case _:
            assert_never(format)


def page(page: Page, format: PageFormat, look: Look) -> str:
    """The page in one format."""
    match format:
        case PageFormat.TABLE | PageFormat.PLAIN:
            from ecefollow.render.page import render

            return render(page, look, colour=format is PageFormat.TABLE and look.colour)
        case PageFormat.JSON:
            from ecefollow.render import json

            return json.render(page.record, look)
        case _:
            assert_never(format)


def problems(
    found: Sequence[Diagnostic],
    format: ProblemFormat,
    lines: Mapping[str, Sequence[str]],
    *,
    colour: bool,
) -> str:
    """The problems in one format; *lines* has those of each file, for the carets."""
    # Late like the others: most runs have no problem to show.
    from ecefollow.render.problems import render

    return render(found, format, lines, colour=colour)


def diff(before: bytes, after: bytes, path: str, *, colour: bool) -> str:
    """What *after* changes in the file at *path*, as a patch."""
    from ecefollow.render.unified_diff import render

    return render(before, after, path, colour=colour)


def findings(found: Sequence[TableFinding], format: FindingFormat, path: str) -> str:
    """What was found in the matrix at *path*."""
    from ecefollow.render.findings import render

    return render(found, format, path)


def sheet(listing: Listing, path: str) -> bytes:
    """The bytes of a sheet to fill in, in the form that the file's name says."""
    if path.casefold().endswith(".xlsx"):
        from ecefollow.render import xlsx

        return xlsx.render(listing)
    from ecefollow.render import csv

    return csv.render(listing).encode()
