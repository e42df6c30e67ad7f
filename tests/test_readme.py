"""The README says what is so: its commands run, its tables and its field lists are made anew."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ecefollow.cli import app
from ecefollow.reading.diagnostics import Code
from ecefollow.register.schema import REGISTER, Kind, Many, Record

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"^```console\n(\$ ecefollow .*?)^```$", README, re.MULTILINE | re.DOTALL)


def at_a_terminal(command: str, folder: Path) -> str:
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
        cwd=folder,
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


def all_shown(folder: Path) -> dict[str, str]:
    """What each command shows, one after the other, in a copy of the project under git.

    Some of them write; what they wrote is committed before the log is asked for.
    """
    for name in ("data", "examples"):
        shutil.copytree(ROOT / name, folder / name)
    committed(folder, "2021-12-31")
    found = {}
    for command, _ in map(parted, SHOWN):
        if command.startswith("ecefollow log"):
            committed(folder, "2022-01-10")
        found[command] = at_a_terminal(command, folder)
    return found


def committed(folder: Path, day: str) -> None:
    """Commit what there is, as of a day, without the machine's own settings of git."""
    git = shutil.which("git") or pytest.skip("git is not installed")
    when = f"{day}T12:00:00+00:00"
    roles = ("AUTHOR", "COMMITTER")
    environment = {
        "PATH": os.environ["PATH"],
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_{role}_NAME": "An Officer" for role in roles},
        **{f"GIT_{role}_EMAIL": "officer@example.org" for role in roles},
        **{f"GIT_{role}_DATE": when for role in roles},
    }
    for args in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message", "Record"]):
        subprocess.run([git, "-C", str(folder), *args], env=environment, check=True)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return all_shown(tmp_path_factory.mktemp("project") / "clone")


def parted(block: str) -> tuple[str, str]:
    """The command of a block, and what it shows."""
    command, _, expected = block.removeprefix("$ ").partition("\n")
    return command, expected


@pytest.mark.parametrize("block", SHOWN, ids=lambda block: block.split("\n", 1)[0][2:])
def test_a_command_shows_what_the_readme_shows(block: str, shown: dict[str, str]) -> None:
    command, expected = parted(block)
    found = shown[command]
    if "--as-of" not in command:  # as of today, whenever that is
        found, expected = (
            re.sub(r"as of \d+ \w+ \d+", "today", text) for text in (found, expected)
        )
    if " log " in command:  # a commit's id comes from all that is in it
        found, expected = (
            re.sub(r"^[0-9a-f]{7} ", "", text, flags=re.MULTILINE) for text in (found, expected)
        )
    assert found == expected


def test_the_readme_shows_every_command() -> None:
    shown = {block.split()[2] for block in SHOWN}
    commands = {command.name for command in app.app.registered_commands}
    assert shown == commands - {"schema"}  # which is as long as the README


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
