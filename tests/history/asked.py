"""What the commands say of a record in git, for the tests of what restates it."""

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from typing import Any, NamedTuple

from ecefollow.cli import main

OF_THE_RECORD = frozenset(
    {
        *("removed", "original-changed", "update-changed", "answer-changed"),
        *("responsible-changed", "not-compared", "reworded", "event-changed", "restated"),
        *("added-with-history", "undated-addition"),
    }
)
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


def listed(command: Answer, name: str) -> list[Line]:
    """The list of that name in what a command answers as JSON."""
    assert command.out, command.err
    lines: list[Line] = json.loads(command.out)[name]
    return lines


def checked(base: str, *args: str) -> tuple[int, list[str]]:
    """The exit status of a strict check against the base, and each code that it gives."""
    command = answer("check", "--base", base, "--strict", "--format", "json", *args)
    assert command.out, command.err
    return command.status, [problem["code"] for problem in json.loads(command.out)]


def rewritten(*args: str) -> list[Line]:
    """The lines of what was rewritten; the exit status says if there are any."""
    command = answer("log", "--rewritten", "--exit-code", "--format", "json", *args)
    lines = listed(command, "log")
    assert command.status == bool(lines)
    assert all(line["rewritten"] and line["code"] for line in lines)
    return lines


def verified(revision: str, *args: str) -> int:
    """The exit status of a verification."""
    command = answer("log", "--verify", revision, *args)
    assert command.status in {0, 1}, command.err
    return command.status
