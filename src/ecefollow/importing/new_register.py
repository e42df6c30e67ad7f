"""A register of one's own, from nothing: its evaluation, and a worked example in comments."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from ecefollow.analysis.values_in_words import listed
from ecefollow.importing import repository_files, worked_example
from ecefollow.importing.yaml_writer import register_text
from ecefollow.reading.quoting import escaped
from ecefollow.reading.sources import HOME
from ecefollow.register import json_schema
from ecefollow.register.model import Evaluation, Register

_SCHEMA: Final = "recommendations.schema.json"
_OWNER: Final = f"put its owner in the place of {repository_files.OWNER}"
_NEXT: Final = {
    "check": "every mistake, at its line and column",
    "list": "the recommendations, and how they stand",
    "overdue": "what is late, today or on any day",
}
_MORE: Final = """\
# What else can be said of the evaluation. Delete the "# " in front of what you use, and put your
# own words in the place of these.
"""
_HOW: Final = """\
# A recommendation worked out, with every key that there is. To begin with it, delete the [] above
# and the "# " in front of each line below, and put your own words in the place of these. What then
# still has a "#" in front of it is used more rarely.
"""


class NewRegister(NamedTuple):
    """A new register, and the text of every file that is to be made for it."""

    path: str
    files: dict[str, str]

    def description(self, made: Sequence[str]) -> str:
        """The files that were made, and the commands that come next."""
        register = f" --register {shlex.quote(self.path)}" if self.path != HOME else ""
        to_fill_in = [escaped(path) for path in made if repository_files.OWNER in self.files[path]]
        where = f"Say where ecefollow is kept: {_OWNER} in {listed(to_fill_in)}"
        commands = [(f"ecefollow {name}{register}", gives) for name, gives in _NEXT.items()]
        width = max(len(command) for command, _ in commands)
        lines = (
            *(f"Made {escaped(path)}" for path in made),
            *([where] if to_fill_in else []),
            "",
            "Write the first recommendation into the file, as the example in it shows. Then:",
            *(f"  {command.ljust(width)}  {gives}" for command, gives in commands),
        )
        return "".join(f"{line}\n" for line in lines)


def begin(path: str, evaluation: Evaluation, *, github: bool, pre_commit: bool) -> NewRegister:
    """A new register at *path*, the schema beside it, and what is to check it."""
    root = repository_files.repository(Path.cwd())
    inside = _inside(root, path)
    files = {path: text(evaluation), **schema_beside(path)}
    if github:
        made = repository_files.for_github(inside)
        files |= {_near(root / name): text for name, text in made.items()}
    if pre_commit:
        files[_near(root / repository_files.HOOKS)] = repository_files.hooks(inside)
    return NewRegister(path, files)


def text(evaluation: Evaluation) -> str:
    """The text of a new register."""
    stated, _, none = register_text(Register(evaluation, ())).rpartition("\n\n")
    return "".join(
        (
            f"{stated}\n",
            _MORE,
            *(f"{line}\n" for line in worked_example.evaluation_lines()),
            f"\n{none}",
            _HOW,
            *(f"{line}\n" for line in worked_example.lines()),
        )
    )


def schema_beside(path: str) -> dict[str, str]:
    """The schema that the first line of the register at *path* names, by its own path."""
    return {str(Path(path).parent / _SCHEMA): json_schema.text(json_schema.schema())}


def _inside(root: Path, path: str) -> str:
    """The register's path from the root of its repository."""
    whole = Path(path).resolve()
    return (whole.relative_to(root) if whole.is_relative_to(root) else whole).as_posix()


def _near(path: Path) -> str:
    """The path from the folder that the command runs in, if it is below it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
