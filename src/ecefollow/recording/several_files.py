"""Several files replaced together: all of them, or none, even if the run is killed in between."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from ecefollow.reading.diagnostics import RefusedError
from ecefollow.recording import atomic_write

_PLAN: Final = ".ecefollow-plan"


class _Step(NamedTuple):
    """A new file that is to take the place of a target, and the digest of its bytes."""

    new: str
    target: str
    digest: str

    @property
    def is_waiting(self) -> bool:
        """Whether the new file is complete and has not taken the target's place yet."""
        return _digest(Path(self.new)) == self.digest

    @property
    def is_done(self) -> bool:
        """Whether the target has the new bytes."""
        return _digest(Path(self.target)) == self.digest


def replace_all(files: Sequence[tuple[str, bytes, bytes]]) -> None:
    """Replace each file, given as its path, its new bytes and its old bytes: all of them, or none.

    All are prepared and checked before the first is replaced. A plan beside each of them says what
    is to be done, so that the next run can finish it. RefusedError, with nothing changed, if one
    cannot be written or is no longer what it was. Hold the lock of all of them meanwhile.
    """
    if len(files) == 1:
        ((path, data, was),) = files
        atomic_write.replace(path, data, was=was)
        return
    with ExitStack() as temporary:
        plan = []
        for path, data, was in files:
            new, target = temporary.enter_context(atomic_write.prepared(path, data, was=was))
            plan.append(_Step(str(new), str(target), sha256(data).hexdigest()))
        try:
            _announce(plan)
        except OSError as error:
            _withdraw(plan)
            raise atomic_write.refused(files[0][0], error.strerror or f"{error}") from None
        _carry_out(plan)


def finish_interrupted(paths: Sequence[str]) -> list[str]:
    """Finish or undo what a run that was killed had begun with the files; a line for each.

    Call it with the lock of the files, before anything else is done with them.
    """
    lines = []
    for path in paths:
        target = os.path.realpath(path)  # of links that lead to each other, `replace` will tell
        notice = Path(f"{target}{_PLAN}")
        if notice.is_file():
            plan = _read(notice)
            if all(step.is_waiting or step.is_done for step in plan):
                _carry_out(plan)
                lines.append(f"Finished an interrupted recording in {len(plan)} files")
            else:  # it was killed before the first file was replaced
                _undo(plan)
                lines.append(f"Undid an interrupted recording in {len(plan)} files")
    return lines


def _read(notice: Path) -> list[_Step]:
    """The plan in a file; RefusedError if it is not one that was written here.

    A repository could have such a file: only new files beside their targets are ever moved.
    """
    # Late: only what was interrupted needs it.
    import json

    try:
        plan = [_Step(*map(str, step)) for step in json.loads(notice.read_text(encoding="utf-8"))]
    except (ValueError, TypeError, OSError):
        plan = []
    steps = [(Path(step.new), Path(step.target)) for step in plan]
    if not plan or not all(atomic_write.is_temporary(new, target) for new, target in steps):
        raise RefusedError(f"{notice}: this is not a plan of ecefollow; remove it")
    return plan


def _announce(plan: list[_Step]) -> None:
    # Late: only several files are announced.
    import json

    text = json.dumps(plan)
    for step in plan:
        notice = Path(step.target + _PLAN)
        notice.write_text(text, encoding="utf-8")
        atomic_write.flush(notice)


def _carry_out(plan: list[_Step]) -> None:
    for step in plan:
        with suppress(FileNotFoundError):  # it was renamed before
            Path(step.new).replace(step.target)
    _withdraw(plan)


def _undo(plan: list[_Step]) -> None:
    for step in plan:
        Path(step.new).unlink(missing_ok=True)
    _withdraw(plan)


def _withdraw(plan: list[_Step]) -> None:
    for step in plan:
        Path(step.target + _PLAN).unlink(missing_ok=True)


def _digest(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
