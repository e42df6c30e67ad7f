"""Rich's output as a string."""

import io

from rich.console import Console, RenderableType

from ecefollow.render.formats import Look


class _Canvas(io.StringIO):
    """A string to write to, with an encoding, from which Rich chooses ASCII or Unicode boxes."""

    def __init__(self, encoding: str) -> None:
        super().__init__()
        self._encoding = encoding

    @property
    def encoding(self) -> str:  # type: ignore[override] # StringIO's is always None
        return self._encoding


def to_text(look: Look, *renderables: RenderableType) -> str:
    """What Rich prints for the renderables, without spaces at the ends of lines."""
    canvas = _Canvas(look.encoding)
    console = Console(
        file=canvas,
        width=look.width,
        color_system="standard" if look.colour else None,
        force_terminal=look.colour,
        no_color=not look.colour,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    for renderable in renderables:
        console.print(renderable)
    return "".join(f"{line.rstrip()}\n" for line in canvas.getvalue().splitlines())
