"""What the commands say of a record in git, for the tests of what restates it."""

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from typing import Any, NamedTuple

from ecefollow.cli import main


class Answer(NamedTuple):
    """The exit status of a command, and what it writes."""

    status: int
    out: str
    err: str


def answer(*args: str) -> Answer:
    """What a command answers."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2)]
    with redirect_stdout(streams[0]), redirect_stderr(streams[1]):
        status = main.run(args)
    for stream in streams:
        stream.seek(0)
    return Answer(status, streams[0].read(), streams[1].read())


def checked(base: str, *args: str) -> tuple[int, list[str]]:
    """The exit status of a strict check against the base, and each code that it gives."""
    command = answer("check", "--base", base, "--strict", "--format", "json", *args)
    assert command.out, command.err
    return command.status, [problem["code"] for problem in json.loads(command.out)]


def rewritten(*args: str) -> list[dict[str, Any]]:
    """The lines of what was rewritten, each with a code; the exit status says if there are any."""
    command = answer("log", "--rewritten", "--exit-code", "--format", "json", *args)
    assert command.out, command.err
    lines: list[dict[str, Any]] = json.loads(command.out)["log"]
    assert command.status == bool(lines)
    assert all(line["code"] for line in lines)
    return lines


def verified(revision: str, *args: str) -> int:
    """Whether a verification says that something does not hold, or cannot be compared."""
    command = answer("log", "--verify", revision, *args)
    assert command.status in {0, 1} or "it is new, but" in command.err, command.err
    return int(command.status != 0)
