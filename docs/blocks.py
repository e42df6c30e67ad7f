"""The commands shown in the documentation: find them, run them, compare what they print."""

import io
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Final, NamedTuple
from unittest.mock import patch

from ecefollow.cli import main

ROOT: Final = Path(__file__).parents[1]
_FOUND: Final = "data"  # has the register that a command finds by itself
_named: Final = re.compile(r"\b(?:examples|tests/data/invalid)/[\w./-]*\w").findall
_COMMAND: Final = "$ ecefollow "
_is_fence: Final = re.compile(r"(?P<indent> *)(?P<fence>`{3,}|~{3,})(?P<language>[\w-]*)").match


class Fence(NamedTuple):
    """A fenced block of a Markdown file: its lines, without the fences, and where they stand."""

    start: int
    end: int
    indent: str
    language: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The lines as one text, each with its line end."""
        return "".join(f"{line}\n" for line in self.lines)

    @property
    def command(self) -> str | None:
        """The command that the block shows, without the prompt; None if it shows none."""
        first = self.lines[0] if self.lines else ""
        return first.removeprefix("$ ") if first.startswith(_COMMAND) else None

    @property
    def output(self) -> str:
        """What the block says that its command prints."""
        return "".join(f"{line}\n" for line in self.lines[1:])


def pages() -> list[Path]:
    """Every Markdown file in the root and under docs/."""
    return sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def fences(text: str) -> Iterator[Fence]:
    """The fenced blocks of a Markdown file, in their order."""
    lines = text.split("\n")
    numbers = iter(range(len(lines)))
    for number in numbers:
        if not (opening := _is_fence(lines[number])):
            continue
        indent, start = opening["indent"], number + 1
        closing = opening["fence"]
        end = next((n for n in numbers if lines[n].strip() == closing), len(lines))
        inside = tuple(line.removeprefix(indent) for line in lines[start:end])
        yield Fence(start, end, indent, opening["language"], inside)


def commands(text: str) -> list[Fence]:
    """The fenced blocks that begin with a command."""
    return [fence for fence in fences(text) if fence.command]


def run(text: str, folder: Path) -> list[str]:
    """What each command of a Markdown file prints, in their order.

    They run in *folder*, a new copy under git of the project's data and of the examples that the
    page names. A block of the language `diff` is an edit that the page shows: it is applied to the
    files as they were last committed. What the commands write is committed before the log is asked
    for.
    """
    shutil.copytree(ROOT / _FOUND, folder / _FOUND)
    for name in {*_named(text)}:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, dirs_exist_ok=True)
        elif (ROOT / name).exists():  # else a command of the page makes it
            shutil.copy(ROOT / name, folder / name)
    _commit(folder, "2021-12-31")
    found = []
    for fence in fences(text):
        if fence.language == "diff":
            _git(folder, "checkout", "--quiet", ".")
            _git(folder, "apply", given=fence.text)
        elif fence.command:
            if fence.command.startswith("ecefollow log"):
                _commit(folder, "2022-01-10")
            found.append(at_a_terminal(fence.command, folder))
    return found


def at_a_terminal(command: str, folder: Path) -> str:
    """What the command prints at a terminal of 80 columns, without colour."""
    _, *args = shlex.split(command)
    environment = {
        "COLUMNS": "80",
        "ECEFOLLOW_CACHE": "0",
        "NO_COLOR": "1",
        "PATH": os.environ["PATH"],
        "TERM": "xterm",
    }
    terminal = _Terminal(io.BytesIO(), encoding="utf-8", newline="", write_through=True)
    with (
        chdir(folder),
        patch.dict(os.environ, environment, clear=True),
        patch("sys.stdin", None),  # nobody is there to answer
        redirect_stdout(terminal),
        redirect_stderr(terminal),
    ):
        main.run(args)
    terminal.seek(0)
    return terminal.read()


class _Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


def lasting(command: str, output: str) -> str:
    """The output without what changes from day to day or from copy to copy.

    That is the date, in the output of a command that names no day, and the ids of commits, which
    depend on every file in the copy. Blanks at the end of a line are left out too, since an editor
    may remove them from a page.
    """
    output = re.sub(r"[ \t]+$", "", output, flags=re.MULTILINE)
    if "--as-of" not in command:
        output = re.sub(r"\b(as of|today is) \d+ \w+ \d+", r"\1 today", output)
    if command.startswith("ecefollow log"):
        output = re.sub(r"^[0-9a-f]{7} |\b[0-9a-f]{12}\b", "", output, flags=re.MULTILINE)
    return output


def _commit(folder: Path, day: str) -> None:
    """Commit all files, dated *day*."""
    _git(folder, "init", "--quiet")
    _git(folder, "add", ".")
    _git(folder, "commit", "--quiet", "--allow-empty", "--message", "Record", day=day)


def _git(folder: Path, *args: str, given: str = "", day: str = "2021-12-31") -> None:
    """Run git without the machine's own settings."""
    roles = ("AUTHOR", "COMMITTER")
    environment = {
        "PATH": os.environ["PATH"],
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_{role}_NAME": "An Officer" for role in roles},
        **{f"GIT_{role}_EMAIL": "officer@example.org" for role in roles},
        **{f"GIT_{role}_DATE": f"{day}T12:00:00+00:00" for role in roles},
    }
    git = shutil.which("git") or "git"
    subprocess.run(
        [git, "-C", str(folder), *args], env=environment, input=given.encode(), check=True
    )
