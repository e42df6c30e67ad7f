"""Several files replaced together: all of them, or none, even if the run is killed in between."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from ecefollow.reading.diagnostics import RefusedError
from ecefollow.recording import atomic_write, plan
from ecefollow.recording.plan import Found, Plan, Step
from ecefollow.recording.plan_file import beside


class Replacement(NamedTuple):
    """The file at a path, the bytes that are to be its own, and those that it still has."""

    path: str
    data: bytes
    was: bytes


class UnfinishedError(RefusedError):
    """Files that are not all replaced, and are not all as they were: which, and what to do."""


class _StoppedError(Exception):
    """A file that cannot be replaced now: what the reader calls it, and why."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"cannot write {name}: {reason}")
        self.name = name
        self.reason = reason


def replace_all(files: Sequence[Replacement]) -> None:
    """Replace each file: all of them, or none.

    All are prepared and checked before the first is replaced. What then fails or is interrupted is
    put back. If that fails too, or the run is killed, a plan beside the files says what is to be
    done, and the next run finishes it. RefusedError, with nothing changed, if one cannot be written
    or is no longer what it was; UnfinishedError if some are replaced and others are not. Hold the
    lock of all of them meanwhile.
    """
    if len(files) == 1:
        (only,) = files
        atomic_write.replace(only.path, only.data, was=only.was)
        return
    with ExitStack() as temporary:
        planned = Plan([_prepared(each, temporary) for each in files])
        _require_unchanged(planned)
        temporary.pop_all()  # from here on, the plan decides what becomes of the new files
    try:
        _announce(planned)
        _carry_out(planned)
    except BaseException as error:
        _put_back(planned, files, after=error)
        if isinstance(error, _StoppedError):
            raise atomic_write.refused(error.name, error.reason) from None
        raise
    _withdraw(planned)


def finish_interrupted(paths: Sequence[str], tell: Callable[[str], None]) -> None:
    """Finish what a run that was killed had begun with the files, and *tell* it in a line.

    Call it with the lock of the files, before anything else is done with them. UnfinishedError,
    with nothing changed, if one of the files is no longer what that run found or wrote, or if it is
    not among *paths*: a plan may come from elsewhere, and nothing but what is asked is touched.
    """
    asked = _called(paths)
    for planned in _plans(asked, remove_strays=True):
        _require_asked(planned, asked)
        if all(map(_can_be_finished, planned.steps)):
            try:
                _carry_out(planned)
            except _StoppedError as error:
                raise _unfinished(planned, f"{error}") from None
            tell(f"Finished an interrupted recording in {planned.names()}")
        elif all(step.found() is Found.OLD for step in planned.steps):
            tell(f"Dropped an interrupted recording, of which nothing is in {planned.names()}")
        else:
            raise _stuck(planned)
        _withdraw(planned)


def interrupted(paths: Sequence[str]) -> list[str]:
    """A line for each recording that was interrupted and has changed some of the files."""
    try:
        return [_note(each) for each in _plans(_called(paths)) if not _is_done(each)]
    except RefusedError as error:
        return [f"{error}"]


def _note(planned: Plan) -> str:
    begin = f"An interrupted recording stands in {planned.names()}"
    if all(map(_can_be_finished, planned.steps)):
        return f"{begin}: the next record in all of them finishes it"
    return f"{begin}, and they have been changed since: the next record says what to do"


def _is_done(planned: Plan) -> bool:
    return all(step.found() is Found.NEW for step in planned.steps)


def _called(paths: Sequence[str]) -> dict[str, str]:
    """Where each path leads, and what the reader calls it."""
    return {os.path.realpath(path): path for path in paths}


def _plans(names: Mapping[str, str], *, remove_strays: bool = False) -> list[Plan]:
    """The plans beside the files, each once."""
    found: dict[Path, Plan] = {}
    for target, each in plan.all_beside(names):
        if each:
            found[each.path] = each
        elif remove_strays:
            plan.remove_stray(target)
    return [*found.values()]


def _prepared(file: Replacement, temporary: ExitStack) -> Step:
    new, target = atomic_write.prepare(file.path, file.data, was=file.was, undo=temporary)
    old_digest, new_digest = map(plan.digest, (file.was, file.data))
    return Step(file.path, target, new, old_digest, new_digest)


def _require_unchanged(planned: Plan) -> None:
    """Look at all of them again: preparing many takes a while."""
    for step in planned.steps:
        if step.found() is not Found.OLD:
            raise atomic_write.refused(step.name, "it has been changed in the meantime")


def _announce(planned: Plan) -> None:
    for step in reversed(planned.steps):
        try:
            plan.announce(planned, step)
        except OSError as error:
            raise _StoppedError(beside(step.name), error.strerror or f"{error}") from None


def _carry_out(planned: Plan) -> None:
    """Replace each file that still has its old bytes; _StoppedError if one has others."""
    for step in planned.steps:
        match step.found():
            case Found.NEW:
                pass
            case Found.OLD:
                try:
                    step.new.replace(step.target)
                except OSError as error:
                    raise _StoppedError(step.name, error.strerror or f"{error}") from None
            case _:
                raise _StoppedError(step.name, "it has been changed in the meantime")
    planned.flush_folders()


def _put_back(planned: Plan, files: Sequence[Replacement], *, after: BaseException) -> None:
    """Give the files that were replaced their old bytes; UnfinishedError if one cannot have them.

    It goes by what the files hold, so that it does not matter where it was interrupted.
    """
    try:
        for step, file in zip(planned.steps, files, strict=True):
            found = step.found()
            if found is Found.NEW:
                # First the new file again: with it the next run can go on, if this one is killed.
                step.new.touch(mode=0o600)
                atomic_write.fill(step.new, file.data, like=step.target)
                atomic_write.replace(str(step.target), file.was, was=file.data)
            else:
                _require_not_replaced(step, found)
        planned.flush_folders()
        plan.withdraw(planned)
    except BaseException:  # noqa: BLE001 - a second interrupt too
        raise _unfinished(planned, f"{after}" or "interrupted") from None


def _require_not_replaced(step: Step, found: Found) -> None:
    """_StoppedError if the file was replaced, and then edited: its old bytes would undo that."""
    if found is not Found.OLD and not os.path.lexists(step.new):
        raise _StoppedError(step.name, found.value)


def _withdraw(planned: Plan) -> None:
    try:
        plan.withdraw(planned)
    except BaseException as error:  # noqa: BLE001 - an interrupt too
        reason = getattr(error, "strerror", None) or "interrupted"
        raise _unfinished(planned, f"cannot remove {planned.name}: {reason}") from None


def _require_asked(planned: Plan, asked: Mapping[str, str]) -> None:
    there = [step for step in planned.steps if os.path.lexists(step.target)]
    if any(str(step.target) not in asked for step in there):
        message = f"an interrupted recording stands in {planned.names()}"
        raise UnfinishedError(
            f"{message}; name all of them with --register, and record finishes it"
        )


def _can_be_finished(step: Step) -> bool:
    """Whether the file has the new bytes, or can have them."""
    found = step.found()
    return found is Found.NEW or (found is Found.OLD and step.is_ready)


def _stuck(planned: Plan) -> UnfinishedError:
    """What stands in each file of a plan that can neither be finished nor be undone."""
    return UnfinishedError(
        "an interrupted recording cannot be finished, and nothing was changed. Bring the files to "
        f"what they should be (git diff shows them), then remove {planned.name}",
        *(f"{step.name} {step.found().value}" for step in planned.steps),
    )


def _unfinished(planned: Plan, reason: str) -> UnfinishedError:
    """What stands in each file where the replacing stopped, or could not be put back."""
    if _is_done(planned):
        return UnfinishedError(f"{reason}; {planned.names()} have the recording all the same")
    return UnfinishedError(
        f"{reason}; a plan stands in {planned.name}, and the next record finishes it",
        *(f"{step.name} {step.found().value}" for step in planned.steps),
    )
