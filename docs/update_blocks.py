"""Bring the documentation up to date: run every command in it and write down what it prints.

Run `python docs/update_blocks.py`, or name the pages: `python docs/update_blocks.py README.md`.
Output that differs only in the date or in a commit's id is left alone. The tables of four pages
are made anew: those of README.md and docs/commands.md from the help, those of docs/file-format.md
from the schema, and those of docs/from-a-document.md from what `import` knows.
"""

import difflib
import sys
import tempfile
from pathlib import Path
from typing import Final

import blocks
import command_tables
import field_tables
import import_tables

_MADE: Final = {
    command_tables.README: command_tables.updated_readme,
    command_tables.PAGE: command_tables.updated,
    field_tables.PAGE: field_tables.updated,
    import_tables.PAGE: import_tables.updated,
}


def updated(page: str) -> str:
    """The text of a page with the present output under each command."""
    lines = page.split("\n")
    shown = blocks.commands(page)
    with tempfile.TemporaryDirectory() as folder:
        printed = blocks.run(page, Path(folder) / "clone")
    # From the end, so that the places of the blocks above stay what they are.
    for fence, output in reversed(list(zip(shown, printed, strict=True))):
        command = fence.command or ""
        if "Traceback (most recent call last)" in output:
            raise SystemExit(f"{command} failed; nothing is written to this page:\n{output}")
        if blocks.lasting(command, output) != blocks.lasting(command, fence.output):
            new = output.removesuffix("\n").split("\n") if output else []
            lines[fence.start + 1 : fence.end] = [f"{fence.indent}{line}".rstrip() for line in new]
    return "\n".join(lines)


def main(names: list[str]) -> None:
    """Rewrite the pages in place, and print what changed."""
    for path in [Path(name).resolve() for name in names] or blocks.pages():
        before = path.read_text(encoding="utf-8")
        after = updated(before)
        if make := _MADE.get(path):
            after = make(after)
        if after != before:
            path.write_text(after, encoding="utf-8", newline="\n")
            name = path.relative_to(blocks.ROOT)
            changed = difflib.unified_diff(
                before.split("\n"), after.split("\n"), f"a/{name}", f"b/{name}", lineterm=""
            )
            print("\n".join(changed))


if __name__ == "__main__":
    main(sys.argv[1:])
