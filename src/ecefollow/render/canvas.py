"""Rich, drawing into a string."""

import io

from rich.console import Console, RenderableType

from ecefollow.render.formats import Look


class _Canvas(io.StringIO):
    """A string to draw into, which tells Rich what the output can encode: ASCII boxes or better."""

    def __init__(self, encoding: str) -> None:
        super().__init__()
        self._encoding = encoding

    @property
    def encoding(self) -> str:  # type: ignore[override] # StringIO has none to tell
        return self._encoding


def drawn(look: Look, *things: RenderableType) -> str:
    """What Rich makes of the things, one below the other, with no blank at a line's end."""
    sheet = _Canvas(look.encoding)
    console = Console(
        file=sheet,
        width=look.width,
        color_system="standard" if look.colour else None,
        force_terminal=look.colour,
        no_color=not look.colour,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    for thing in things:
        console.print(thing)
    return "".join(f"{line.rstrip()}\n" for line in sheet.getvalue().splitlines())
