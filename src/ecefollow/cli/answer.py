"""How an answer leaves the program: on stdout, or in a file; and with which status."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, assert_never

import typer

from ecefollow.cli import errors, output
from ecefollow.reading.messages import escaped
from ecefollow.render import dispatch
from ecefollow.render.formats import Format, PageFormat
from ecefollow.views.context import Context, skipped_lines
from ecefollow.views.listing import Listing

if TYPE_CHECKING:  # a listing does without it
    from ecefollow.views.page import Page

_FINDINGS: Final = 1


def ended(context: Context, *, findings: bool = False) -> typer.Exit:
    """What ends a command that has answered: with 1 if it has findings, or left registers out."""
    return typer.Exit(_FINDINGS if findings or context.skipped else 0)


def write_listing(listing: Listing, format: Format | None) -> None:
    """Write a listing, with its context on stderr where the format has no place for it."""
    chosen = format or (Format.TABLE if output.at_terminal() else Format.PLAIN)
    look = output.look()._replace(colour=output.look().colour and format is not Format.PLAIN)
    text = dispatch.listing(listing, chosen, look)
    match chosen:
        case Format.TABLE:
            output.show(text)
        case Format.JSON:
            output.write(text)
            output.note(*listing.notes)
        case Format.CSV:
            output.write(text)
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


def make_sheet(listing: Listing, path: str) -> None:
    """Make a file of a sheet to fill in: a workbook if it is called so, else CSV."""
    # Late: few sheets are asked for.
    from ecefollow.recording import atomic_write

    with errors.reported():
        atomic_write.create({path: dispatch.sheet(listing, path)})
    output.show(f"Made {path}\n")
    output.note(*listing.context)


def publish(
    published: dispatch.Published, path: str | None, *, context: Context, force: bool
) -> None:
    """Write a report or a calendar: to a file other than a register, or else to stdout ("-")."""
    if path in {None, "-"}:
        output.write(published.text)
        output.note(*context.left_out, *skipped_lines(context.skipped))
    else:
        data = published.text.encode(errors="backslashreplace")  # a name of a file may be any bytes
        save(path, data, mark=published.mark, context=context, force=force)


def save(  # noqa: PLR0913 - each says what may be replaced, or by what
    path: str,
    data: bytes,
    *,
    mark: bytes,
    context: Context,
    unsaved: Sequence[str] = (),
    force: bool,
) -> None:
    """Write a file other than one of the registers, and say so."""
    # Late: few commands write to a file.
    from ecefollow.recording import atomic_write

    if os.path.realpath(path) in map(os.path.realpath, context.paths):
        raise typer.BadParameter(f"--output {path} is the register itself")
    with errors.reported():
        atomic_write.publish(path, data, mark=mark, unsaved=unsaved, force=force)
    output.note(f"Wrote {escaped(path)}", *context.left_out, *skipped_lines(context.skipped))
