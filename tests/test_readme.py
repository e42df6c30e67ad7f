"""The README says what is so: its commands run, its tables and its field lists are made anew."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ecefollow.diagnostics import Code
from ecefollow.schema import REGISTER, Kind, Many, Record

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"^```console\n(\$ ecefollow .*?)^```$", README, re.MULTILINE | re.DOTALL)


def at_a_terminal(command: str) -> str:
    """What the command shows at a terminal of 80 columns, without colour."""
    pty = pytest.importorskip("pty", reason="only POSIX has pseudo-terminals")
    ours, theirs = pty.openpty()
    _, *args = shlex.split(command)
    environment = {
        "COLUMNS": "80",
        "NO_COLOR": "1",
        "PATH": os.environ["PATH"],
        "TERM": "xterm",
        "LC_ALL": "C.UTF-8",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "ecefollow", *args],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    with process:
        shown = b"".join(_all_of(ours))
    os.close(ours)
    return shown.decode().replace("\r\n", "\n")


def _all_of(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            if not (read := os.read(terminal, 65536)):
                return
        except OSError:  # how Linux says that the other end was closed
            return
        yield read


@pytest.mark.parametrize("block", SHOWN, ids=lambda block: block.split("\n", 1)[0][2:])
def test_a_command_shows_what_the_readme_shows(block: str) -> None:
    command, _, expected = block.removeprefix("$ ").partition("\n")
    shown = at_a_terminal(command)
    if "--as-of" not in command:  # as of today, whenever that is
        shown, expected = (
            re.sub(r"as of \d+ \w+ \d+", "today", text) for text in (shown, expected)
        )
    assert shown == expected


def test_the_readme_shows_every_command() -> None:
    shown = {block.split()[2] for block in SHOWN}
    assert shown >= {"list", "actions", "show", "overdue", "check"}


def holds(kind: Kind) -> str:
    match kind:
        case Many(of=Record()):
            return "a list of mappings, see below"
        case Many(of=of):
            return f"a list, each {of.wants}"
        case Record():
            return "a mapping, see below"
        case _:
            return kind.wants


@pytest.mark.parametrize("record", list(REGISTER.records()), ids=lambda record: record.name)
def test_the_readme_names_each_field_as_the_schema_does(record: Record) -> None:
    rows = "".join(
        f"| `{key.name}` | {'yes' if key.required else ''} | {holds(key.kind)} | {key.help} |\n"
        for key in record.keys
    )
    table = f"| key | required | holds | meaning |\n|---|---|---|---|\n{rows}"
    assert f"**{record.name.capitalize()}**\n\n{table}" in README


def test_the_readme_names_every_code() -> None:
    assert {code for code in Code if f"`{code}`" not in README} == set()
