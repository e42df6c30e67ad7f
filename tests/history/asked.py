"""What the commands say of a record in git, for the tests of what restates it."""

from typing import Any

from portfolios import answer


def checked(base: str, *args: str) -> tuple[int, list[str]]:
    """The exit status of a strict check against the base, and each code that it gives."""
    command = answer("check", "--base", base, "--strict", "--format", "json", *args)
    assert command.out, command.err
    return command.status, [problem["code"] for problem in command.json]


def rewritten(*args: str) -> list[dict[str, Any]]:
    """The lines of what was rewritten, each with a code; the exit status says if there are any."""
    command = answer("log", "--rewritten", "--exit-code", "--format", "json", *args)
    assert command.out, command.err
    lines: list[dict[str, Any]] = command.json["log"]
    assert command.status == bool(lines)
    assert all(line["code"] for line in lines)
    return lines


def verified(revision: str, *args: str) -> int:
    """Whether a verification says that something does not hold, or cannot be compared."""
    command = answer("log", "--verify", revision, *args)
    assert command.status in {0, 1} or "it is new, but" in command.err, command.err
    return int(command.status != 0)
