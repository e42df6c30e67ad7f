"""Draw docs/images/terminal.svg: what a command shows of a year of follow-up, in colour.

Run `python docs/make_images.py`. The bytes are the same every time.
"""

import io
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.text import Text

ROOT: Final = Path(__file__).parents[1]
IMAGES: Final = Path(__file__).with_name("images")
# It names its day, so that the picture does not change from one day to the next.
COMMANDS: Final = ("ecefollow timeline --register examples/followed-up.yaml --as-of 2021-12-31",)
WIDTH: Final = 100
# Rich's own template loads its font from the web; this one takes what the reader's system has.
TEMPLATE: Final = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
  <style>
    .{unique_id}-matrix {{
      font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
      font-size: {char_height}px;
      line-height: {line_height}px;
    }}
    .{unique_id}-title {{
      font-family: system-ui, sans-serif;
      font-size: 18px;
      font-weight: bold;
    }}
    {styles}
  </style>
  <defs>
    <clipPath id="{unique_id}-clip-terminal">
      <rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
    </clipPath>
    {lines}
  </defs>
  {chrome}
  <g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
    {backgrounds}
    <g class="{unique_id}-matrix" xml:space="preserve">
      {matrix}
    </g>
  </g>
</svg>
"""


def in_colour(command: str) -> str:
    """What the command shows at a terminal with colours."""
    environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    environment |= {"FORCE_COLOR": "1", "COLUMNS": str(WIDTH), "PYTHONUTF8": "1"}
    environment |= {"ECEFOLLOW_REGISTER": "data/recommendations.yaml"}
    _, *args = shlex.split(command)
    shown = subprocess.run(
        [sys.executable, "-m", "ecefollow", *args, "--format", "table"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
    )
    return shown.stdout.decode()


def terminal() -> str:
    """The picture of a terminal in which the commands were run, as SVG."""
    console = Console(
        width=WIDTH,
        file=io.StringIO(),
        record=True,
        force_terminal=True,
        color_system="standard",
        legacy_windows=False,
        _environ={},
    )
    shown = [f"$ {command}\n{in_colour(command)}" for command in COMMANDS]
    # Versions of Rich differ in what they make of a line end at the very end.
    console.print(Text.from_ansi("\n".join(shown).rstrip("\n")), soft_wrap=True)
    console.print()  # room for the descenders of the last line
    svg = console.export_svg(title="ecefollow", code_format=TEMPLATE, unique_id="terminal")
    return "".join(f"{line.rstrip()}\n" for line in svg.splitlines())


def main(folder: Path = IMAGES) -> None:
    """Write the picture into the folder."""
    folder.mkdir(exist_ok=True)
    (folder / "terminal.svg").write_text(terminal(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
