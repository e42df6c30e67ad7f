"""Rich's output as a string."""

import io
from typing import Final

from rich.console import Console, RenderableType

from ecefollow.render.formats import Look

# What stands for the signs that tables and time axes are drawn with.
_IN_ASCII: Final = str.maketrans("◇◆✓┄━│─┴┬┼", "o*v.=|-+||")


def to_text(look: Look, *renderables: RenderableType) -> str:
    """What Rich prints for the renderables, without spaces at the ends of lines."""
    canvas = io.StringIO()
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
    text = canvas.getvalue() if look.has_unicode else canvas.getvalue().translate(_IN_ASCII)
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())
