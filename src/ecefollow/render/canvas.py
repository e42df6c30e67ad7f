"""Rich's output as a string."""

import io

from rich.console import Console, RenderableType

from ecefollow.render.formats import Look


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
    return "".join(f"{line.rstrip()}\n" for line in canvas.getvalue().splitlines())
