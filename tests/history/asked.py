"""What the commands say of a record in git, for the tests of what restates it."""

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from typing import Any, NamedTuple

from ecefollow.cli import main

Line = dict[str, Any]


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


def logged(*args: str) -> list[Line]:
    """The lines of the log; the exit status says if any tells of what was rewritten."""
    command = answer("log", "--exit-code", "--format", "json", *args)
    assert command.out, command.err
    lines: list[Line] = json.loads(command.out)["log"]
    marked = [line for line in lines if line["rewritten"]]
    assert command.status == bool(marked)
    assert all(line["code"] for line in marked)
    return lines


def rewritten(*args: str) -> list[Line]:
    """The lines of what was rewritten."""
    lines = logged("--rewritten", *args)
    assert all(line["rewritten"] for line in lines)
    return lines


def verified(revision: str, *args: str) -> int:
    """The exit status of a verification."""
    command = answer("log", "--verify", revision, *args)
    assert command.status in {0, 1}, command.err
    return command.status
