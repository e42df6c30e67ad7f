"""How an answer leaves the program: on stdout, or in a file; and with which status."""

import os
from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, NamedTuple, assert_never

import typer

from ecefollow.cli import errors, output
from ecefollow.reading.quoting import escaped, quoted
from ecefollow.render import dispatch
from ecefollow.render.formats import Format, PageFormat
from ecefollow.views.context import Context, skipped_lines
from ecefollow.views.listing import Listing

if TYPE_CHECKING:  # a listing does without it
    from ecefollow.views.page import Page
    from ecefollow.views.sheet import Sheet

_FINDINGS: Final = 1
_BOM: Final = "\ufeff"  # before a CSV file, it tells Excel that this is UTF-8


class Destination(NamedTuple):
    """Where a listing goes: in which format, to which new file or to stdout, and how it begins."""

    format: Format | None = None
    path: str | None = None
    has_bom: bool = False


def ended(context: Context, *, findings: bool = False) -> typer.Exit:
    """What ends a command that has answered: with 1 if it has findings, or left registers out."""
    return typer.Exit(_FINDINGS if findings or context.skipped else 0)


def write_sheet(sheet: "Sheet", to: Destination) -> None:
    """Write a sheet to fill in: a workbook if the file is called so, else CSV."""
    if to.format not in {None, Format.CSV}:
        raise typer.BadParameter(f"--template writes csv or a workbook, not {to.format}")
    if to.path and not (to.format or to.path.casefold().endswith((".csv", ".xlsx"))):
        raise typer.BadParameter(f"--template writes .csv or .xlsx, not {escaped(to.path)}")
    if to.path and dispatch.is_workbook(to.path):
        with errors.reported():
            _make(to.path, dispatch.sheet(sheet), sheet.listing)
    else:
        write_listing(sheet.listing, to._replace(format=Format.CSV))


def write_listing(listing: Listing, to: Destination) -> None:
    """Write a listing, with its context on stderr where the format has no place for it."""
    mark = _BOM if to.has_bom else ""
    if to.path:
        with errors.reported():
            data = dispatch.listing_file(listing, to.path, to.format)
            _make(to.path, mark.encode() + data, listing)
        return
    chosen = to.format or (Format.TABLE if output.at_terminal() else Format.PLAIN)
    look = output.look()._replace(colour=output.look().colour and to.format is not Format.PLAIN)
    text = dispatch.listing(listing, chosen, look)
    match chosen:
        case Format.TABLE:
            output.show(text)
        case Format.JSON:
            output.write(text)
            output.note(*listing.notes)
        case Format.CSV:
            output.write(mark + text)
            output.note(*listing.context)
        case Format.PLAIN | Format.MARKDOWN:
            output.show(text)
            output.note(*listing.below)
        case never:
            assert_never(never)


def write_page(page: "Page", format: PageFormat | None, context: Context | None = None) -> None:
    """Write a page, which has its context in every format."""
    look = output.look()
    coloured = look.colour or output.at_terminal()
    chosen = format or (PageFormat.TABLE if coloured else PageFormat.PLAIN)
    write = output.write if chosen is PageFormat.JSON else output.show
    write(dispatch.page(page, chosen, look))
    if context:
        output.note(*context.notes, *skipped_lines(context.skipped))


def _make(path: str, data: bytes, listing: Listing) -> None:
    """Make a new file of a listing."""
    # Late: few listings become files.
    from ecefollow.recording import atomic_write

    atomic_write.create({path: data})
    output.show(f"Made {escaped(path)}\n")
    output.note(*listing.context)


def publish(
    published: dispatch.Published,
    path: str | None,
    *,
    context: Context,
    force: bool,
    endings: Sequence[str] = (),
) -> None:
    """Write a report, a calendar or a database: to a file other than a register, or to stdout.

    The name of the file has one of the endings, if it has any.
    """
    written = []
    if path is None or path == "-":
        output.write(published.data.decode())
    elif os.path.realpath(path) in map(os.path.realpath, context.paths):
        raise typer.BadParameter(f"--output {path} is the register itself")
    elif endings and (ending := PurePath(path).suffix.casefold()) not in {"", *endings}:
        known = " or ".join(endings)
        raise typer.BadParameter(f"--output: this is written as {known}, not {quoted(ending)}")
    else:
        # Late: few commands write to a file.
        from ecefollow.recording import atomic_write

        with errors.reported():
            atomic_write.publish(path, **published._asdict(), force=force)
        written = [f"Wrote {escaped(path)}"]
    output.note(*written, *context.left_out, *skipped_lines(context.skipped))
